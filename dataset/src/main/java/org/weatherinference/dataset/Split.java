package org.weatherinference.dataset;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which half of a dataset a photo belongs to: learnt from, or only measured on. */
public enum Split {
    TRAIN,
    VALID;

    /** The word in {@code photos.csv}: {@code train} or {@code valid}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The split of a word, in whatever case; null where there is none of that name. */
    static @Nullable Split of(String word) {
        return Arrays.stream(values())
                .filter(split -> split.word().equalsIgnoreCase(word))
                .findFirst()
                .orElse(null);
    }
}
