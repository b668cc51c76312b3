package org.weatherinference.evaluation;

/** A row of the table that puts two bundles' figures side by side; each note says what a share is made of. */
record ComparedRow(String name, double model, String modelNote, double against, String againstNote) {
    static ComparedRow of(String name, Tally model, Tally against) {
        return new ComparedRow(name, share(model), note(model), share(against), note(against));
    }

    private static double share(Tally tally) {
        return tally.photos() == 0 ? Double.NaN : tally.error();
    }

    private static String note(Tally tally) {
        return tally.wrong() + " of " + tally.photos();
    }
}
