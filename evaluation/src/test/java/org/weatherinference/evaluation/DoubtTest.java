package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Prediction;

class DoubtTest {
    private static final List<String> LABELS = List.of("dry", "snow", "wet");

    @Test
    void surestContradiction_comesFirst_andSurestAgreementLast() {
        assertThat(ranked(
                        photo("agreed", "wet", 0.05f, 0.05f, 0.9f),
                        photo("contradicted", "wet", 0.95f, 0.02f, 0.03f),
                        photo("hesitant", "wet", 0.5f, 0.1f, 0.4f)))
                .containsExactly("contradicted", "hesitant", "agreed");
    }

    @Test
    void bundleWithoutAnIdea_doubtsLessThanOneThatIsSureOfAnother() {
        assertThat(ranked(photo("no idea", "wet", 0.36f, 0.36f, 0.28f), photo("sure", "wet", 0.7f, 0f, 0.3f)))
                .containsExactly("sure", "no idea");
    }

    @Test
    void equalDoubts_areInOrderOfTheirPaths() {
        assertThat(ranked(photo("b", "wet", 0.5f, 0f, 0.5f), photo("a", "dry", 0.5f, 0f, 0.5f)))
                .containsExactly("a", "b");
    }

    @Test
    void figures_areOfTheRecordedLabel() {
        Case one = photo("a", "snow", 0.6f, 0.1f, 0.3f);
        Doubt doubt = new Doubt(one.entry(), one.prediction());
        assertThat(doubt.selfConfidence()).isEqualTo(0.1f);
        assertThat(doubt.margin()).isCloseTo(-0.5f, within(1e-6f));
    }

    private static List<String> ranked(Case... cases) {
        return Doubt.rank(new Evaluation(LABELS, List.of(cases))).stream()
                .map(doubt -> doubt.entry().path())
                .toList();
    }

    private static Case photo(String path, String label, float dry, float snow, float wet) {
        return new Case(
                new Entry(path, label, null, "unknown", "unknown"),
                new Prediction(LABELS, List.of(dry, snow, wet), 0.6),
                Familiarity.UNKNOWN,
                0.5);
    }
}
