package org.weatherinference.dataset;

import java.util.List;

/**
 * What somebody decided about one or several photos at once. Immutable.
 *
 * @param id names it, so that one that is told twice is taken once; not empty
 * @param question what was asked
 * @param changes at least one; of each photo at most one
 */
public record Decision(String id, Question question, List<Change> changes) {
    /** Copies the list. */
    public Decision {
        changes = List.copyOf(changes);
        if (id.isBlank() || changes.isEmpty()) {
            throw new IllegalArgumentException("a decision needs an id and at least one photo");
        }
        if (changes.stream().map(Change::path).distinct().count() < changes.size()) {
            throw new IllegalArgumentException("a decision names a photo twice");
        }
    }

    /** What a decision answers. */
    public enum Question {
        /** Whether a photo's label is right. */
        LABEL("label"),
        /** Which of several photos that show the same are to stay. */
        DUPLICATES("duplicates");

        private final String word;

        Question(String word) {
            this.word = word;
        }

        /** As in the log. */
        public String word() {
            return word;
        }
    }

    /**
     * What becomes of a photo.
     *
     * @param path as in the table
     * @param from the label that it had
     * @param to the label that it gets: the same where it was right, {@link Cleaning#REJECTED} where it is to be left
     *     out
     */
    public record Change(String path, String from, String to) {
        Change reversed() {
            return new Change(path, to, from);
        }

        boolean keeps() {
            return from.equals(to);
        }

        boolean rejects() {
            return to.equals(Cleaning.REJECTED);
        }
    }
}
