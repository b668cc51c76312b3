package org.weatherinference.cli;

import java.util.Locale;
import org.weatherinference.command.CommandException;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.model.BundleDraft;
import org.weatherinference.model.Metrics;

/**
 * A bundle of another one's network, ready to be added, and how it compares.
 *
 * @param before of the bundle that it was made of
 * @param after of its own
 * @param otherAnswers photos whose most probable label is not the same
 */
record Remade(BundleDraft draft, Figures before, Figures after, long otherAnswers) {
    /**
     * What one of the two does.
     *
     * @param millis of a photo's answer on one thread, the median
     * @param bytes of the network
     */
    record Figures(String name, Metrics metrics, double millis, long bytes) {}

    /** Percentage points of error; below 0 where it became better. */
    double loss() {
        return 100 * (after.metrics().error() - before.metrics().error());
    }

    /** @throws CommandException where more percentage points are lost than may be */
    void checkLoss(double most) {
        // 83 of 1,000 less 80 of 1,000 is a little more than 0.3 points in floating point.
        if (loss() > most + 1e-9) {
            throw new CommandException(format(
                    "the error would be %2$.2f points higher than that of %1$s, more than --most-loss %3$s: no bundle is made. Other"
                            + " --photos may lose less, and a higher --most-loss takes it as it is",
                    before.name(), loss(), most));
        }
    }

    /** For a terminal. */
    String table() {
        return new TextTable()
                .row("", before.name(), after.name(), "")
                .row(
                        "error",
                        format("%.2f %%", 100 * before.metrics().error()),
                        format("%.2f %%", 100 * after.metrics().error()),
                        format("%+.2f points", loss()))
                .row(
                        "photos wrong",
                        format("%d", before.metrics().wrong()),
                        format("%d", after.metrics().wrong()),
                        format("of %d", after.metrics().photos()))
                .row(
                        "other answers",
                        "",
                        format("%d", otherAnswers),
                        format("of %d", after.metrics().photos()))
                .row(
                        "calibration error",
                        format("%.2f %%", 100 * before.metrics().calibrationError()),
                        format("%.2f %%", 100 * after.metrics().calibrationError()),
                        "")
                .row(
                        "one photo, one thread",
                        format("%.2f ms", before.millis()),
                        format("%.2f ms", after.millis()),
                        format("%.2f times as fast", before.millis() / after.millis()))
                .row(
                        "network",
                        format("%.1f MB", before.bytes() / 1e6),
                        format("%.1f MB", after.bytes() / 1e6),
                        format("%.2f times as long", (double) after.bytes() / before.bytes()))
                .toString();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
