package org.weatherinference.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The calibrated probabilities of a bundle's labels for one photo.
 *
 * @param labels the bundle's, in its order
 * @param probabilities of each label, 0 to 1, in the same order, summing to 1 within rounding
 * @param unsureThreshold the bundle's: below this confidence the verdict is {@code unsure}
 */
public record Prediction(List<String> labels, List<Float> probabilities, double unsureThreshold) {
    /** The verdict where no label is probable enough; never the name of a label. */
    public static final String UNSURE = "unsure";

    /** @throws IllegalArgumentException when the lists differ in length or a probability is not 0 to 1 */
    public Prediction {
        labels = List.copyOf(labels);
        probabilities = List.copyOf(probabilities);
        if (labels.isEmpty() || labels.size() != probabilities.size()) {
            throw new IllegalArgumentException(
                    labels.size() + " labels and " + probabilities.size() + " probabilities do not fit");
        }
        for (float probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability is " + probability + ", must be 0 to 1");
            }
        }
    }

    /** The most probable label; the first of several equal ones. */
    public String label() {
        return labels.get(best());
    }

    /** The probability of {@link #label()}. */
    public float confidence() {
        return probabilities.get(best());
    }

    /** {@link #label()}, or {@link #UNSURE} below the bundle's threshold. */
    public String verdict() {
        return confidence() < unsureThreshold ? UNSURE : label();
    }

    /** The probability of each label, in the bundle's order. */
    public Map<String, Float> byLabel() {
        var byLabel = new LinkedHashMap<String, Float>();
        for (int i = 0; i < labels.size(); i++) {
            byLabel.put(labels.get(i), probabilities.get(i));
        }
        return byLabel;
    }

    /** The index of {@link #label()}. */
    int best() {
        int best = 0;
        for (int i = 1; i < probabilities.size(); i++) {
            if (probabilities.get(i) > probabilities.get(best)) {
                best = i;
            }
        }
        return best;
    }
}
