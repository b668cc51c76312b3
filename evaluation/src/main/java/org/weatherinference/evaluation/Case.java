package org.weatherinference.evaluation;

import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Prediction;

/** A photo whose label is known, and what was answered. */
public record Case(Entry entry, Prediction prediction) implements Outcome {
    /** Whether the most probable label is the recorded one. */
    public boolean right() {
        return prediction.label().equals(entry.label());
    }

    /** Whether the answer is a label, right or wrong, and not {@code unsure}. */
    boolean sure() {
        return !prediction.verdict().equals(Prediction.UNSURE);
    }
}
