package org.weatherinference.cli;

/** How far what was typed is from what is known. */
final class Spelling {
    private Spelling() {}

    /** Letters to add, drop or change to make one word the other (Levenshtein 1966). */
    static int mistakes(String typed, String known) {
        int[] row = new int[known.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= typed.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (typed.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[known.length()];
    }
}
