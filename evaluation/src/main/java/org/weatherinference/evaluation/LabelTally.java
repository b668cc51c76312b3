package org.weatherinference.evaluation;

/**
 * How one label fared.
 *
 * @param photos that have it
 * @param answered photos that it was the answer to
 * @param right of both
 */
record LabelTally(String label, int photos, int answered, int right) {
    int wrong() {
        return photos - right;
    }

    Tally tally() {
        return new Tally(photos, wrong());
    }

    /** Share of its photos that were answered otherwise; not a number where it has none. */
    double error() {
        return (double) wrong() / photos;
    }

    /** Share of its photos that were found; not a number where it has none. */
    double recall() {
        return (double) right / photos;
    }

    /** Share of the answers that were right; not a number where it was never the answer. */
    double precision() {
        return (double) right / answered;
    }
}
