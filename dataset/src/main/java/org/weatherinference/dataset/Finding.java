package org.weatherinference.dataset;

import java.util.List;
import java.util.Locale;

/**
 * One thing that {@link DatasetCheck} found.
 *
 * @param photo the path of the photo, file or folder it is about, below the dataset's folder; the table's name where it
 *     is about a row
 * @param others the photos that it is compared with
 * @param detail what is wrong and what the rule is, fit for users
 */
public record Finding(Kind kind, String photo, List<String> others, String detail) {
    public Finding {
        others = List.copyOf(others);
    }

    /** What may be wrong, the worst first. */
    public enum Kind {
        /** A row of {@code photos.csv} that cannot be used. */
        BROKEN_ROW,
        /** A file or folder where none belongs. */
        MISPLACED,
        /** A file that no row of {@code photos.csv} lists; it is no part of the dataset. */
        UNLISTED,
        /** A file that is no photo, or a broken one. */
        UNREADABLE,
        /** A photo whose shorter side has fewer pixels than asked for. */
        TINY,
        /** A file whose name ends as another format's would. */
        MISNAMED,
        /** A photo that is there under another label too. */
        TWO_LABELS,
        /** A photo to learn from that shows the same as one to measure on. */
        LEAK,
        /** A file with the same bytes as another of its label. */
        DUPLICATE,
        /** A photo that shows the same as another of its label. */
        NEAR_DUPLICATE;

        /** As users read it, such as {@code near-duplicate}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether a dataset with such a finding is not yet fit to learn from. */
        public boolean mustBeMended() {
            return this != UNLISTED;
        }
    }
}
