package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.Prediction;

class EvaluationTest {
    private static final List<String> LABELS = List.of("foggy", "raining", "sunny");

    /**
     * No foggy photo; 8 raining ones of a street, 2 of them taken for foggy; 10 sunny ones of a camera, 1 for raining.
     */
    private static final Evaluation EVALUATION = evaluation();

    private static Evaluation evaluation() {
        List<Case> cases = new ArrayList<>();
        add(cases, 6, "raining", "street", 0.1f, 0.9f, 0f);
        add(cases, 2, "raining", "street", 0.5f, 0.25f, 0.25f);
        add(cases, 9, "sunny", "camera", 0.05f, 0.05f, 0.9f);
        add(cases, 1, "sunny", "camera", 0f, 0.9f, 0.1f);
        return new Evaluation(LABELS, cases);
    }

    private static void add(List<Case> cases, int count, String label, String source, Float... probabilities) {
        for (int i = 0; i < count; i++) {
            Entry entry = new Entry(label + "/" + cases.size(), label, null, source, "unknown");
            Familiarity familiarity = source.equals("street") ? Familiarity.LEARNT : Familiarity.UNSEEN;
            Prediction prediction = new Prediction(LABELS, List.of(probabilities), 0.6);
            cases.add(new Case(entry, prediction, familiarity, probabilities[0] == 0.5f ? 0.1 : 0.6));
        }
    }

    @Test
    void metrics_countWrongAndSureAnswers() {
        Metrics metrics = EVALUATION.metrics();
        assertThat(metrics.photos()).isEqualTo(18);
        assertThat(metrics.wrong()).isEqualTo(3);
        assertThat(metrics.coverage()).isCloseTo(16 / 18.0, within(1e-12));
        assertThat(metrics.sureError()).isCloseTo(1 / 16.0, within(1e-12));
        assertThat(metrics.perSource())
                .containsExactly(new Metrics.SourceResult("camera", 10, 1), new Metrics.SourceResult("street", 8, 2));
    }

    @Test
    void calibrationError_weighsEachBinByItsPhotos() {
        // 16 answers of 0.9, of which 15 are right; 2 of 0.5, none right.
        double expected = (Math.abs(16 * 0.9 - 15) + 2 * 0.5) / 18;
        assertThat(EVALUATION.metrics().calibrationError()).isCloseTo(expected, within(1e-6));
    }

    @Test
    void labels_havePrecisionAndRecall() {
        LabelTally raining = EVALUATION.perLabel().get(1);
        assertThat(raining).isEqualTo(new LabelTally("raining", 8, 7, 6));
        assertThat(raining.recall()).isEqualTo(0.75);
        assertThat(raining.error()).isEqualTo(0.25);
        assertThat(raining.precision()).isEqualTo(6 / 7.0);
    }

    @Test
    void text_isWhatAPersonReads() {
        assertThat(EVALUATION.text()).isEqualTo("""
                        18 photos, 3 wrong: error 16.7 % (95 % interval: 5.8 % to 39.2 %)

                        Label    photos  wrong   error  precision  recall
                        foggy         0      0       -      0.0 %       -
                        raining       8      2  25.0 %     85.7 %  75.0 %
                        sunny        10      1  10.0 %    100.0 %  90.0 %

                        Source  photos  wrong   error  at least  at most
                        camera      10      1  10.0 %     1.8 %   40.4 %
                        street       8      2  25.0 %     7.1 %   59.1 %

                        Photos                  photos  wrong    error  at least  at most
                        of sources never seen       10      1   10.0 %     1.8 %   40.4 %
                        of sources learnt from       8      2   25.0 %     7.1 %   59.1 %
                        in the dark                  2      2  100.0 %    34.2 %  100.0 %
                        in daylight                 16      1    6.3 %     1.1 %   28.3 %

                        Label \\ answer  foggy  raining  sunny
                        foggy               .        .      .
                        raining             2        6      .
                        sunny               .        1      9

                        Sure of 16 photos (88.9 %), 1 of those wrong (6.3 %)
                        Calibration error 8.9 %
                        """);
    }

    @Test
    void json_hasTheSameFacts() {
        assertThat(EVALUATION.json())
                .startsWith("{\"photos\":18,\"wrong\":3,\"error\":0.16666666666666666,\"errorLow\":0.058")
                .contains("\"coverage\":0.8888888888888888,\"sureError\":0.0625,")
                .contains("\"perLabel\":[{\"label\":\"foggy\",\"photos\":0,\"wrong\":0,\"precision\":0.0},"
                        + "{\"label\":\"raining\",\"photos\":8,\"wrong\":2,\"error\":0.25,")
                .contains("\"errorHigh\":0.4041500267952385,\"learnt\":false},{\"source\":\"street\"")
                .contains("\"unseenSources\":{\"photos\":10,\"wrong\":1,\"error\":0.1,")
                .contains("\"dark\":{\"photos\":2,\"wrong\":2,\"error\":1.0,")
                .contains("\"reliability\":[{\"from\":0.4666666666666667,\"photos\":2,\"wrong\":2,\"confidence\":0.5},")
                .contains(
                        "\"coverageCurve\":[{\"unsureThreshold\":0.8999999761581421,\"coverage\":0.8888888888888888,\"sureError\":0.0625},")
                .contains("\"perSource\":[{\"source\":\"camera\",\"photos\":10,\"wrong\":1,\"error\":0.1,")
                .endsWith("\"labels\":[\"foggy\",\"raining\",\"sunny\"]," + "\"confusion\":[[0,0,0],[2,6,0],[0,1,9]]}");
    }

    @Test
    void photosFromIndoors_areNeitherInTheDarkNorInDaylight() {
        Entry entry = new Entry("other/1", "other", null, "unknown", "unknown");
        Prediction prediction = new Prediction(List.of("other", "sunny"), List.of(0.9f, 0.1f), 0);
        Evaluation evaluation = new Evaluation(
                List.of("other", "sunny"),
                List.of(
                        new Case(entry, prediction, Familiarity.UNKNOWN, 0.1),
                        new Case(entry, prediction, Familiarity.UNKNOWN, 0.9)));
        assertThat(evaluation.dark().photos()).isZero();
        assertThat(evaluation.daylight().photos()).isZero();
    }

    @Test
    void otherThreshold_makesOtherAnswersSure() {
        List<Case> cases = new ArrayList<>();
        add(cases, 8, "sunny", "camera", 0.1f, 0f, 0.9f);
        add(cases, 1, "sunny", "camera", 0.3f, 0f, 0.7f);
        add(cases, 1, "sunny", "camera", 0f, 0.6f, 0.4f);
        Evaluation before = new Evaluation(LABELS, cases);
        Calibration.Demand demand = new Calibration.Demand(0.2, 0.5, 0.5);
        Calibration calibration = new Calibration(1.5, 0).withThresholdFor(before, demand);
        assertThat(calibration.temperature()).isEqualTo(1.5);
        assertThat(calibration.unsureThreshold()).isBetween(0.5, 0.6);
        Metrics after = before.withUnsureThreshold(0.65).metrics();
        assertThat(after.wrong()).isEqualTo(1);
        assertThat(after.coverage()).isEqualTo(0.9);
        assertThat(after.sureError()).isZero();
    }

    @Test
    void noCase_isRefused() {
        assertThatThrownBy(() -> new Evaluation(LABELS, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to evaluate");
    }

    @Test
    void labelThatIsNotAmongThem_isRefused() {
        List<Case> cases = new ArrayList<>();
        add(cases, 1, "snowy", "street", 1f, 0f, 0f);
        assertThatThrownBy(() -> new Evaluation(LABELS, cases)).hasMessageStartingWith("snowy/0, labelled snowy,");
    }
}
