package org.weatherinference.evaluation;

import java.util.Comparator;
import java.util.List;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Prediction;

/**
 * How much a bundle doubts the recorded label of a photo, as in confident learning (Northcutt, Jiang, Chuang,
 * "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 2021). A bundle that learnt from the photo may
 * have learnt its wrong label too, so doubts about photos that it never saw find the most.
 *
 * @param entry the photo, with its recorded label, which the bundle knows
 * @param prediction what the bundle answers
 */
public record Doubt(Entry entry, Prediction prediction) {
    private static final Comparator<Doubt> MOST_DOUBTED_FIRST = Comparator.comparingDouble(Doubt::margin)
            .thenComparingDouble(Doubt::selfConfidence)
            .thenComparing(doubt -> doubt.entry().path());

    /** All answered photos, the most doubted first. */
    public static List<Doubt> rank(Evaluation evaluation) {
        return evaluation.cases().stream()
                .map(one -> new Doubt(one.entry(), one.prediction()))
                .sorted(MOST_DOUBTED_FIRST)
                .toList();
    }

    /** The probability of the recorded label, 0 to 1. */
    public float selfConfidence() {
        return prediction.byLabel().getOrDefault(entry.label(), 0f);
    }

    /**
     * The probability of the recorded label less that of the most probable other one, -1 to 1; below 0 the bundle would
     * have said otherwise. It is what photos are ranked by, since a low {@link #selfConfidence} alone may also mean
     * that the bundle has no idea.
     */
    public float margin() {
        float other = 0;
        for (int i = 0; i < prediction.labels().size(); i++) {
            if (!prediction.labels().get(i).equals(entry.label())) {
                other = Math.max(other, prediction.probabilities().get(i));
            }
        }
        return selfConfidence() - other;
    }
}
