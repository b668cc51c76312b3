package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Prediction;

class ComparisonTest {
    private static final List<String> LABELS = List.of("raining", "sunny");

    /** Sums of binomial coefficients, worked out by hand: with 5 of 20, 2 * 21700 / 2^20. */
    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, 0, 1", "7, 7, 1", "0, 5, 0.0625", "5, 15, 0.04138947", "15, 5, 0.04138947"})
    void pValue_isMcNemarsExactOne(int onlyModel, int onlyAgainst, double p) {
        assertThat(comparison(onlyModel, onlyAgainst, 3).pValue()).isCloseTo(p, within(1e-8));
    }

    @Test
    void manyChanges_haveAPValueToo() {
        // The normal approximation with continuity correction: z = 99 / sqrt(5000).
        assertThat(comparison(2450, 2550, 0).pValue()).isCloseTo(0.1615, within(0.0005));
        assertThat(comparison(0, 5000, 0).pValue()).isLessThan(1e-300);
    }

    @Test
    void fewChanges_tellNothing() {
        assertThat(comparison(1, 4, 2).text()).isEqualTo("""
                Wrong by new:2 only: 1, by old:1 only: 4, by both: 2
                McNemar's exact test: p = 0.375: the photos do not tell which of the two is better
                """);
    }

    @Test
    void manyMendedPhotos_tellWhichIsBetter() {
        assertThat(comparison(1, 20, 0).verdict()).startsWith("new:2 is better");
        assertThat(comparison(20, 1, 0).verdict()).startsWith("old:1 is better");
    }

    @Test
    void json_namesBoth() {
        assertThat(comparison(0, 5, 2).json())
                .isEqualTo("{\"model\":\"new:2\",\"against\":\"old:1\",\"onlyModelWrong\":0,\"onlyAgainstWrong\":5,"
                        + "\"bothWrong\":2,\"pValue\":0.0625}");
    }

    private static Comparison comparison(int onlyModelWrong, int onlyAgainstWrong, int bothWrong) {
        List<Comparison.Pair> pairs = new ArrayList<>();
        add(pairs, onlyModelWrong, false, true);
        add(pairs, onlyAgainstWrong, true, false);
        add(pairs, bothWrong, false, false);
        add(pairs, 10, true, true);
        return new Comparison("new:2", "old:1", pairs);
    }

    private static void add(List<Comparison.Pair> pairs, int count, boolean modelRight, boolean againstRight) {
        for (int i = 0; i < count; i++) {
            Entry entry = new Entry("sunny/" + pairs.size(), "sunny", null, "unknown", "unknown");
            pairs.add(new Comparison.Pair(answer(entry, modelRight), answer(entry, againstRight)));
        }
    }

    private static Case answer(Entry entry, boolean right) {
        List<Float> probabilities = right ? List.of(0.1f, 0.9f) : List.of(0.8f, 0.2f);
        return new Case(entry, new Prediction(LABELS, probabilities, 0.5), Familiarity.UNKNOWN, 0.5);
    }
}
