package org.weatherinference.model;

import java.util.List;

/**
 * What was measured when the bundle was made, on photos that it did not learn from.
 *
 * @param photos how many were measured
 * @param wrong how many got a wrong label
 * @param errorLow lower end of the error's 95 % interval (Wilson), 0 to 1
 * @param errorHigh upper end
 * @param calibrationError expected calibration error, 15 bins, 0 to 1
 * @param coverage share of photos at or above the unsure threshold
 * @param sureError error among those
 * @param perSource the same count for each source
 */
public record Metrics(
        int photos,
        int wrong,
        double errorLow,
        double errorHigh,
        double calibrationError,
        double coverage,
        double sureError,
        List<SourceResult> perSource) {
    /** @throws IllegalArgumentException when more photos are wrong than there are, or a share is not 0 to 1 */
    public Metrics {
        checkCounts("metrics", photos, wrong);
        checkShare("errorLow", errorLow);
        checkShare("errorHigh", errorHigh);
        checkShare("calibrationError", calibrationError);
        checkShare("coverage", coverage);
        checkShare("sureError", sureError);
        perSource = List.copyOf(perSource);
    }

    /** Wrong answers among the photos of one source. */
    public record SourceResult(String source, int photos, int wrong) {
        /** @throws IllegalArgumentException when more photos are wrong than there are */
        public SourceResult {
            checkCounts("source \"" + source + "\"", photos, wrong);
        }
    }

    /** Share of wrong labels, 0 to 1. */
    public double error() {
        return photos == 0 ? 0 : (double) wrong / photos;
    }

    private static void checkCounts(String what, int photos, int wrong) {
        if (wrong < 0 || wrong > photos) {
            throw new IllegalArgumentException(what + ": " + wrong + " wrong of " + photos + " photos cannot be");
        }
    }

    private static void checkShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("metrics: " + name + " is " + share + ", must be 0 to 1");
        }
    }
}
