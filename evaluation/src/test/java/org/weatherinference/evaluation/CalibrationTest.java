package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.weatherinference.evaluation.Calibration.Demand;

class CalibrationTest {
    @Test
    void temperatureThatMadeTheLabels_isFound() {
        Random random = new Random(1);
        int photos = 20_000;
        float[][] logits = new float[photos][3];
        int[] truth = new int[photos];
        for (int i = 0; i < photos; i++) {
            for (int label = 0; label < 3; label++) {
                logits[i][label] = (float) (4 * random.nextGaussian());
            }
            truth[i] = drawn(logits[i], 2.5, random);
        }
        assertThat(Calibration.fit(logits, truth, new Demand(0.01, 0, 0.2)).temperature())
                .isCloseTo(2.5, within(0.1));
    }

    private static int drawn(float[] logits, double temperature, Random random) {
        double[] weights = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            weights[i] = Math.exp(logits[i] / temperature);
        }
        double left = random.nextDouble() * Arrays.stream(weights).sum();
        int label = 0;
        while (label < weights.length - 1 && left >= weights[label]) {
            left -= weights[label++];
        }
        return label;
    }

    @Test
    void likeAnswers_becomeAsSureAsTheyAreOftenRight() {
        // 9 of 10 answers are right. The doubt of 2 / (10 + 2) goes to both labels evenly.
        double right = 0.9 * (1 - 1.0 / 12) + 0.1 / 12;
        double expected = 3 / Math.log(right / (1 - right));
        assertThat(likeAnswers(10, 1).temperature()).isCloseTo(expected, within(1e-6));
    }

    @Test
    void moreRightAnswers_makeSurer() {
        double few = likeAnswers(10, 0).temperature();
        double many = likeAnswers(1000, 0).temperature();
        assertThat(confidence(few)).isCloseTo(11.0 / 12, within(1e-6));
        assertThat(confidence(many)).isCloseTo(1001.0 / 1002, within(1e-6));
    }

    /** Two labels, the first one answered with a lead of 3 each time. */
    private static Calibration likeAnswers(int photos, int wrong) {
        return likeAnswers(photos, wrong, new Demand(1, 0, 1));
    }

    private static Calibration likeAnswers(int photos, int wrong, Demand demand) {
        float[][] logits = new float[photos][];
        int[] truth = new int[photos];
        for (int i = 0; i < photos; i++) {
            logits[i] = new float[] {3, 0};
            truth[i] = i < wrong ? 1 : 0;
        }
        return Calibration.fit(logits, truth, demand);
    }

    private static double confidence(double temperature) {
        return 1 / (1 + Math.exp(-3 / temperature));
    }

    @Test
    void answersThatAreAllWrong_keepTheTemperatureInItsBounds() {
        assertThat(likeAnswers(1000, 1000).temperature()).isCloseTo(20, within(1e-6));
    }

    @Test
    void threshold_leavesTheWrongAnswersOut() {
        // 100 answers, each surer than the one before; of the 20 least sure ones half are wrong.
        Calibration calibration = ladder(100, 20, new Demand(0.02, 0, 0.5));
        assertThat(unsure(100, calibration)).isEqualTo(20);
    }

    @Test
    void threshold_leavesNoMoreUnsureThanAllowed() {
        assertThat(unsure(100, ladder(100, 20, new Demand(0.02, 0, 0.1)))).isEqualTo(10);
    }

    @Test
    void errorThatIsAllowed_leavesNothingUnsure() {
        assertThat(ladder(100, 20, new Demand(0.2, 0, 0.5)).unsureThreshold()).isZero();
    }

    @Test
    void fewPhotos_doNotProveASmallError() {
        assertThat(unsure(40, ladder(40, 0, new Demand(0.02, 0, 0.25)))).isEqualTo(10);
        assertThat(unsure(400, ladder(400, 0, new Demand(0.02, 0, 0.25)))).isZero();
    }

    @Test
    void leastConfidence_holdsWhereAllAnswersAreRight_butLeavesNoMoreUnsureThanAllowed() {
        assertThat(ladder(400, 0, new Demand(0.02, 0.9, 0.25)).unsureThreshold())
                .isCloseTo(0.9, within(0.02))
                .isGreaterThanOrEqualTo(0.9);
        Calibration capped = ladder(400, 0, new Demand(0.02, 0.999999, 0.25));
        assertThat(capped.unsureThreshold()).isLessThan(0.999999);
        assertThat(unsure(400, capped)).isEqualTo(100);
        assertThat(likeAnswers(1000, 0, new Demand(0.01, 0.9, 0.1)).unsureThreshold())
                .isEqualTo(0.9);
    }

    @Test
    void equallySureAnswers_areSureOrUnsureTogether() {
        assertThat(Calibration.fit(
                                new float[][] {{2, 0}, {2, 0}, {2, 0}, {2, 0}},
                                new int[] {0, 0, 0, 1},
                                new Demand(0.01, 0, 0.5))
                        .unsureThreshold())
                .isZero();
    }

    private static Calibration ladder(int photos, int doubtful, Demand demand) {
        int[] truth = new int[photos];
        for (int i = 0; i < doubtful; i++) {
            truth[i] = i % 2;
        }
        return Calibration.fit(ladder(photos), truth, demand);
    }

    private static float[][] ladder(int photos) {
        float[][] logits = new float[photos][];
        for (int i = 0; i < photos; i++) {
            logits[i] = new float[] {0.05f * (i + 1), 0};
        }
        return logits;
    }

    private static long unsure(int photos, Calibration calibration) {
        return Arrays.stream(ladder(photos))
                .filter(logits ->
                        1 / (1 + Math.exp(-logits[0] / calibration.temperature())) < calibration.unsureThreshold())
                .count();
    }

    @Test
    void infiniteLogit_isRefused() {
        assertThatThrownBy(() -> Calibration.fit(new float[][] {{0, Float.NaN}}, new int[] {0}, new Demand(0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 0 holds the logit NaN, which is not finite");
    }

    @Test
    void nothing_isRefused() {
        assertThatThrownBy(() -> Calibration.fit(new float[0][], new int[0], new Demand(0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }

    @Test
    void unknownLabel_isRefused() {
        assertThatThrownBy(() -> Calibration.fit(new float[][] {{0, 1}}, new int[] {2}, new Demand(0, 0, 0)))
                .hasMessage("row 0 has 2 logits and label 2: there are 2 labels, from 0");
    }

    @Test
    void shareInPercent_isRefused() {
        assertThatThrownBy(() -> new Demand(0, 0, 10)).hasMessage("mostUnsure is 10.0, must be 0 to 1");
    }
}
