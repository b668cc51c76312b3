package org.weatherinference.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.weatherinference.evaluation.Case;
import org.weatherinference.evaluation.Evaluation;

/**
 * Two bundles' mistakes on the same photos.
 *
 * @param onlyFirst photos that only the first got wrong
 * @param onlySecond photos that only the second got wrong
 * @param both photos that both got wrong
 */
record Comparison(int onlyFirst, int onlySecond, int both) {
    static Comparison of(Evaluation first, Evaluation second) {
        Set<String> ofFirst = mistakes(first.cases());
        Set<String> ofSecond = mistakes(second.cases());
        Set<String> ofBoth = new HashSet<>(ofFirst);
        ofBoth.retainAll(ofSecond);
        return new Comparison(ofFirst.size() - ofBoth.size(), ofSecond.size() - ofBoth.size(), ofBoth.size());
    }

    private static Set<String> mistakes(List<Case> cases) {
        return cases.stream()
                .filter(one -> !one.right())
                .map(one -> one.entry().path())
                .collect(Collectors.toSet());
    }

    String text(String first, String second) {
        return "Wrong by %s only: %d, by %s only: %d, by both: %d\n"
                .formatted(first, onlyFirst, second, onlySecond, both);
    }

    String json() {
        return "{\"onlyModelWrong\":%d,\"onlyAgainstWrong\":%d,\"bothWrong\":%d}"
                .formatted(onlyFirst, onlySecond, both);
    }
}
