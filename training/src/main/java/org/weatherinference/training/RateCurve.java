package org.weatherinference.training;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a learning-rate range test saw, and what to make of it.
 *
 * <p>The suggestion is the middle of the curve's floor: of the rates at which the smoothed loss lies above its least by
 * no more than a tenth of its fall. The least alone would be a matter of chance where the floor is wide. The smoothing
 * looks as far ahead as back, so that the floor lies where it is and not, as with a moving average, many steps later;
 * see decision 065 for why this rule.
 *
 * @param points by rising rate
 * @param suggestion a good highest rate for the head
 */
record RateCurve(List<Point> points, double suggestion) {
    /** Standard deviation of the window that smooths, in steps. */
    private static final double WINDOW = 4;

    /** Height of the floor, as a share of the fall from the first loss to the least. */
    private static final double FLOOR = 0.1;

    private static final MathContext TWO_DIGITS = new MathContext(2);

    RateCurve {
        points = List.copyOf(points);
    }

    /**
     * @param rate of the head
     * @param loss smoothed
     */
    record Point(double rate, double loss) {}

    /** @param steps at least one, by rising rate, each with its own batch's loss */
    static RateCurve of(List<Point> steps) {
        List<Point> smoothed = IntStream.range(0, steps.size())
                .mapToObj(step -> new Point(steps.get(step).rate(), smoothed(steps, step)))
                .toList();
        return new RateCurve(
                smoothed,
                new BigDecimal(middleOfFloor(smoothed)).round(TWO_DIGITS).doubleValue());
    }

    /** In equal proportion to both ends. */
    private static double middleOfFloor(List<Point> curve) {
        double least = curve.stream().mapToDouble(Point::loss).min().orElseThrow();
        double ceiling = least + FLOOR * (curve.getFirst().loss() - least);
        List<Point> floor =
                curve.stream().filter(point -> point.loss() <= ceiling).toList();
        return Math.sqrt(floor.getFirst().rate() * floor.getLast().rate());
    }

    /** The suggestion as it is typed. */
    String suggestionText() {
        return BigDecimal.valueOf(suggestion).toPlainString();
    }

    /** Mean with the weights of a normal distribution around the step. */
    private static double smoothed(List<Point> steps, int step) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < steps.size(); i++) {
            double weight = Math.exp(-0.5 * Math.pow((i - step) / WINDOW, 2));
            sum += weight * steps.get(i).loss();
            weights += weight;
        }
        return sum / weights;
    }
}
