package org.weatherinference.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What was probably meant by a name that is not known. */
public final class Spelling {
    private Spelling() {}

    /** The nearest known name, where it is near: no more letters differ than two, or a third of the known name's. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> mistakes(typed, name)))
                .filter(name -> mistakes(typed, name) <= Math.max(2, name.length() / 3));
    }

    /** {@code "; did you mean NAME?"} with the nearest known name; nothing where none is near. */
    public static String hint(String typed, Collection<String> known) {
        return nearest(typed, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** Letters to add, drop or change to make one word the other, whatever their case (Levenshtein 1966). */
    static int mistakes(String typed, String known) {
        String from = typed.toLowerCase(Locale.ROOT);
        String to = known.toLowerCase(Locale.ROOT);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[to.length()];
    }
}
