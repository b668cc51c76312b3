package org.weatherinference.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.weatherinference.model.Provenance;
import org.weatherinference.model.Provenance.Epoch;

/**
 * How a training went.
 *
 * @param history of its epochs, at least one
 * @param best the epoch whose network was kept; empty where that is not recorded
 */
record LearningCurves(List<Epoch> history, String best) {
    private static final int WIDTH = 340;
    private static final int HEIGHT = 240;

    /** One figure over the epochs. */
    record Curve(String id, String title, String explanation, Plot plot, List<Plot.Point> line, String band) {}

    static LearningCurves of(Provenance provenance) {
        return new LearningCurves(provenance.history(), provenance.settings().getOrDefault("best-epoch", ""));
    }

    List<Curve> curves() {
        return List.of(
                curve(
                        "learnt-loss",
                        "Loss while learning",
                        "On the photos that it learns from, changed anew each time: a network can be better than this says.",
                        Epoch::loss,
                        epoch -> 0),
                curve(
                        "held-out-loss",
                        "Loss on photos held out",
                        "Calibrated; the band is one standard error each way. The epoch that is kept is chosen by it.",
                        Epoch::heldOutLoss,
                        Epoch::heldOutLossError),
                curve(
                        "held-out-error",
                        "Error on photos held out",
                        "The share of wrong labels.",
                        Epoch::heldOutError,
                        epoch -> 0));
    }

    private Curve curve(
            String id, String title, String explanation, ToDoubleFunction<Epoch> value, ToDoubleFunction<Epoch> band) {
        double most = history.stream()
                .mapToDouble(epoch -> value.applyAsDouble(epoch) + band.applyAsDouble(epoch))
                .max()
                .orElse(1);
        Scale up = Scale.upTo(most, id.endsWith("error"));
        Plot plot = new Plot(
                new Scale(
                        history.getFirst().epoch(),
                        Math.max(2, history.getLast().epoch()),
                        false),
                up,
                WIDTH,
                HEIGHT);
        return new Curve(
                id,
                title,
                explanation,
                plot,
                points(value),
                plot.band(
                        points(epoch -> value.applyAsDouble(epoch) + band.applyAsDouble(epoch)),
                        points(epoch -> value.applyAsDouble(epoch) - band.applyAsDouble(epoch))));
    }

    private List<Plot.Point> points(ToDoubleFunction<Epoch> value) {
        return history.stream()
                .map(epoch -> new Plot.Point(epoch.epoch(), value.applyAsDouble(epoch)))
                .toList();
    }

    static String loss(double loss) {
        return String.format(Locale.ROOT, "%.3f", loss);
    }

    /** How many epochs only the head learnt. */
    long frozen() {
        return history.stream().filter(Epoch::frozen).count();
    }
}
