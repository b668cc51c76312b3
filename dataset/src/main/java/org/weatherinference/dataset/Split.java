package org.weatherinference.dataset;

import java.util.Locale;

/** Which half of a dataset a photo belongs to: learnt from, or only measured on. */
public enum Split {
    TRAIN,
    VALID;

    /** The word in {@code photos.csv}: {@code train} or {@code valid}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
