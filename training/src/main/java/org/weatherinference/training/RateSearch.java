package org.weatherinference.training;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.weatherinference.command.Progress;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.training.Chart.Axis;
import org.weatherinference.training.Chart.Mark;
import org.weatherinference.training.Chart.Point;

/** A search for the learning rate, as commands show it. */
final class RateSearch {
    private RateSearch() {}

    /** Nothing when it was stopped. */
    static Optional<RateCurve> run(Fitting fitting, Dataset dataset, BooleanSupplier stop)
            throws TrainingException, DatasetException {
        try (Progress progress = Progress.start("Trying learning rates", RateFinder.STEPS, "steps")) {
            return fitting.findRate(
                    dataset,
                    loss -> {
                        progress.note(String.format(Locale.ROOT, "loss %.3f", loss));
                        progress.step(1);
                    },
                    stop);
        }
    }

    static Chart chart(RateCurve curve) {
        List<Point> points = curve.points().stream()
                .map(point -> new Point(point.rate(), point.loss()))
                .toList();
        return new Chart(
                "Loss while the learning rate grows",
                new Axis("learning rate", true),
                new Axis("loss, smoothed", false),
                points,
                List.of(new Mark(curve.suggestion(), "suggestion: " + curve.suggestionText())));
    }
}
