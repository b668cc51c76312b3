package org.weatherinference.training;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One line in a frame, to be drawn as {@link BrailleChart} or {@link SvgChart}.
 *
 * @param title above it
 * @param x what goes to the right
 * @param y what goes up
 * @param points at least one, by rising x
 * @param marks places on the x axis to point out
 */
record Chart(String title, Axis x, Axis y, List<Point> points, List<Mark> marks) {
    Chart {
        points = List.copyOf(points);
        marks = List.copyOf(marks);
    }

    /**
     * @param name shown beside it
     * @param logarithmic whether equal steps on it are equal proportions; then all values are above 0
     */
    record Axis(String name, boolean logarithmic) {
        double scaled(double value) {
            return logarithmic ? Math.log10(value) : value;
        }
    }

    record Point(double x, double y) {}

    /** A place on the x axis. */
    record Mark(double x, String text) {}

    Range xRange() {
        return range(Point::x, x);
    }

    Range yRange() {
        return range(Point::y, y);
    }

    private Range range(ToDoubleFunction<Point> coordinate, Axis axis) {
        DoubleSummaryStatistics all = points.stream()
                .mapToDouble(point -> axis.scaled(coordinate.applyAsDouble(point)))
                .summaryStatistics();
        double slack = all.getMax() > all.getMin() ? 0 : 0.5;
        return new Range(axis, all.getMin() - slack, all.getMax() + slack);
    }

    /** A stretch of an axis, its ends as scaled by it. */
    record Range(Axis axis, double low, double high) {
        private static final int MOST_TICKS = 8;

        /** Where a value lies between the ends, 0 to 1. */
        double place(double value) {
            return (axis.scaled(value) - low) / (high - low);
        }

        /** Round values to name on the axis. */
        List<Double> ticks() {
            double step = axis.logarithmic() ? Math.max(1, roundStep()) : roundStep();
            List<Double> ticks = new ArrayList<>();
            for (double i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
                ticks.add(axis.logarithmic() ? Math.pow(10, i * step) : i * step);
            }
            return ticks;
        }

        /** 1, 2 or 5 times a power of ten. */
        private double roundStep() {
            double least = (high - low) / MOST_TICKS;
            double power = Math.pow(10, Math.floor(Math.log10(least)));
            for (int factor : new int[] {1, 2, 5}) {
                if (factor * power >= least) {
                    return factor * power;
                }
            }
            return 10 * power;
        }
    }

    /** A number as it is written beside an axis: at most three digits that matter. */
    static String text(double value) {
        double magnitude = Math.abs(value);
        return magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e5)
                ? String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+0", "e")
                : new BigDecimal(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
