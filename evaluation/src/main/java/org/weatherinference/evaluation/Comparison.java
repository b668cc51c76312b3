package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;

/**
 * Two bundles' answers to the same photos. Immutable.
 *
 * @param model the first bundle's reference
 * @param against the second's
 * @param pairs of answers to each photo that both could read, in the first one's order
 */
public record Comparison(String model, String against, List<Pair> pairs) {
    /** Copies the list. */
    public Comparison {
        pairs = List.copyOf(pairs);
    }

    /** What both answered to one photo. */
    public record Pair(Case model, Case against) {}

    /** Pairs the answers to the photos that are in both. */
    public static Comparison of(Measurement model, Measurement against) {
        Map<String, Case> others = new HashMap<>();
        for (Case other : against.evaluation().cases()) {
            others.put(other.entry().path(), other);
        }
        List<Pair> pairs = new ArrayList<>();
        for (Case one : model.evaluation().cases()) {
            Case other = others.get(one.entry().path());
            if (other != null) {
                pairs.add(new Pair(one, other));
            }
        }
        return new Comparison(model.manifest().reference(), against.manifest().reference(), pairs);
    }

    /** Photos that the first got right or wrong, and the second right or wrong. */
    List<Pair> pairs(boolean modelRight, boolean againstRight) {
        return pairs.stream()
                .filter(pair ->
                        pair.model().right() == modelRight && pair.against().right() == againstRight)
                .toList();
    }

    /** Photos that the first got wrong and the second right. */
    List<Pair> onlyModelWrong() {
        return pairs(false, true);
    }

    /** Photos that the second got wrong and the first right. */
    List<Pair> onlyAgainstWrong() {
        return pairs(true, false);
    }

    /** Photos that both got wrong. */
    List<Pair> bothWrong() {
        return pairs(false, false);
    }

    /**
     * How often chance alone would part the mistakes of two equally good bundles as unevenly as this, or more so: the
     * exact, two-sided form of McNemar's test (McNemar 1947, "Note on the sampling error of the difference between
     * correlated proportions or percentages").
     */
    double pValue() {
        int model = onlyModelWrong().size();
        int against = onlyAgainstWrong().size();
        int all = model + against;
        double logTerm = -all * Math.log(2);
        double tail = 0;
        for (int wrong = 0; wrong <= Math.min(model, against); wrong++) {
            tail += Math.exp(logTerm);
            logTerm += Math.log(all - wrong) - Math.log(wrong + 1);
        }
        return Math.min(1, 2 * tail);
    }

    String pText() {
        double p = pValue();
        return p < 0.001 ? "below 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    /** What the p value says, in words. */
    String verdict() {
        double p = pValue();
        if (p >= 0.05) {
            return "the photos do not tell which of the two is better";
        }
        boolean better = onlyModelWrong().size() < onlyAgainstWrong().size();
        return (better ? model : against) + " is better, by more than chance explains";
    }

    /** Two lines for a terminal. */
    public String text() {
        return "Wrong by %s only: %d, by %s only: %d, by both: %d\nMcNemar's exact test: p = %s: %s\n"
                .formatted(
                        model,
                        onlyModelWrong().size(),
                        against,
                        onlyAgainstWrong().size(),
                        bothWrong().size(),
                        pText(),
                        verdict());
    }

    /** The same as one JSON object on one line. */
    public String json() {
        return JsonText.line(fields());
    }

    Map<String, @Nullable Object> fields() {
        return JsonText.object(
                "model", model,
                "against", against,
                "onlyModelWrong", onlyModelWrong().size(),
                "onlyAgainstWrong", onlyAgainstWrong().size(),
                "bothWrong", bothWrong().size(),
                "pValue", pValue());
    }
}
