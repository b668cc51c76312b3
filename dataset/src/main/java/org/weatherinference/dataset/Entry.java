package org.weatherinference.dataset;

import org.jspecify.annotations.Nullable;

/**
 * One labelled photo of a dataset.
 *
 * @param path below the dataset's folder, with forward slashes
 * @param label as recorded, or as chosen by {@link LabelSelection}
 * @param split null where none is recorded yet
 * @param source where it came from; {@code unknown} where that is not recorded
 * @param licence {@code unknown} where that is not recorded
 */
public record Entry(String path, String label, @Nullable Split split, String source, String licence) {
    /** What stands for a source or a licence that is not recorded. */
    static final String UNKNOWN = "unknown";

    /** Whether it is known where the photo came from. */
    public boolean sourceRecorded() {
        return !source.equals(UNKNOWN);
    }

    Entry withLabel(String newLabel) {
        return new Entry(path, newLabel, split, source, licence);
    }

    Entry withSplit(@Nullable Split newSplit) {
        return new Entry(path, label, newSplit, source, licence);
    }
}
