package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.weatherinference.model.Answer;

class DriftTest {
    private final List<String> notices = new ArrayList<>();
    private final Drift drift = new Drift(notices::add);
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(5);

    private void answer(int windows, double raining, double unsure) {
        for (int i = 0; i < windows * Drift.WINDOW; i++) {
            String label = random.nextDouble() < raining ? "raining" : "sunny";
            String verdict = random.nextDouble() < unsure ? "unsure" : label;
            drift.answered(new Answer.Classified(
                    "x", label, verdict, 0.9f, Map.of(), "w:1", List.of(), new Answer.Millis(1, 1), null, null));
        }
    }

    @Test
    void answersThatGoOnAsTheyWere_areNoNews() {
        answer(60, 0.3, 0.1);
        assertThat(notices).isEmpty();
        assertThat(drift.indices().get("w:1")).isBetween(0.0, 0.05);
    }

    @Test
    void otherLabels_areTold() {
        answer(5, 0.3, 0.1);
        answer(1, 0.6, 0.1);
        assertThat(notices).hasSize(1);
        assertThat(notices.getFirst())
                .contains("w:1 are not as usual", "limit 0.2", "raining 5", "before that raining 2");
    }

    @Test
    void moreUnsureAnswers_areTold() {
        answer(5, 0.3, 0.1);
        answer(1, 0.3, 0.4);
        assertThat(notices).hasSize(1);
        assertThat(notices.getFirst()).contains("unsure 4", "before that raining 2");
    }

    @Test
    void beforeTheUsualIsKnown_nothingIsSaid() {
        answer(1, 0.1, 0.1);
        answer(1, 0.9, 0.1);
        assertThat(notices).isEmpty();
        assertThat(drift.indices()).isEmpty();
    }

    @Test
    void whatGoesOnForLong_becomesUsual() {
        answer(5, 0.3, 0.1);
        answer(40, 0.6, 0.1);
        int told = notices.size();
        answer(5, 0.6, 0.1);
        assertThat(told).isBetween(1, 20);
        assertThat(notices).hasSize(told);
    }
}
