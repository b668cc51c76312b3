package org.weatherinference.evaluation;

import java.util.Locale;

/** Shares as people read them. */
final class Percent {
    private Percent() {}

    /** One digit after the point, two where the share is small; a dash for what is not a number. */
    static String of(double share) {
        if (Double.isNaN(share)) {
            return "-";
        }
        return String.format(Locale.ROOT, share > 0 && share < 0.01 ? "%.2f %%" : "%.1f %%", 100 * share);
    }
}
