package org.weatherinference.evaluation;

import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Prediction;

/**
 * A photo whose label is known, and what was answered.
 *
 * @param familiarity with the photo's source
 * @param brightness of the photo, 0 to 1
 */
public record Case(Entry entry, Prediction prediction, Familiarity familiarity, double brightness) implements Outcome {
    /** What a float holds at least of a probability; a loss without an end would tell less. */
    private static final double LEAST_PROBABILITY = 1e-7;

    /** The label that stands for photos that show no weather, in every bundle that has it. */
    private static final String NOT_OUTDOORS = "other";

    /** Whether the most probable label is the recorded one. */
    public boolean right() {
        return prediction.label().equals(entry.label());
    }

    Case withUnsureThreshold(double threshold) {
        Prediction same = new Prediction(prediction.labels(), prediction.probabilities(), threshold);
        return new Case(entry, same, familiarity, brightness);
    }

    /** Whether the answer is a label, right or wrong, and not {@code unsure}. */
    boolean sure() {
        return !prediction.verdict().equals(Prediction.UNSURE);
    }

    /** Whether it was taken at night or dusk, by its looks. Of a photo from indoors nobody can tell. */
    boolean dark() {
        return outdoors() && brightness < Brightness.DARK;
    }

    boolean daylight() {
        return outdoors() && brightness >= Brightness.DARK;
    }

    private boolean outdoors() {
        return !entry.label().equals(NOT_OUTDOORS);
    }

    /** How surprising the recorded label is: its negative log-likelihood, at least 0. */
    double loss() {
        return -Math.log(Math.max(LEAST_PROBABILITY, prediction.byLabel().getOrDefault(entry.label(), 0f)));
    }
}
