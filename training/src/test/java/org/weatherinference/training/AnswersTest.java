package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Answers ANSWERS = new Answers(
            new float[][] {{2, -1}, {0.5f, 0.2f}, {-1, 1}, {0.3f, 0.9f}, {1, 0}}, new int[] {0, 1, 1, 1, 0});

    private static EpochResult epoch(double loss, double error) {
        return new EpochResult(1, false, 0, loss, error, 0, 0);
    }

    @Test
    void error_isTheShareOfWrongLabels() {
        assertThat(ANSWERS.error()).isEqualTo(0.2);
    }

    @Test
    void loss_isTakenAtTheFittedTemperature() {
        double temperature = ANSWERS.calibration().temperature();
        double[] margins = {3, -0.3, 2, 0.6, 1};
        double mean = 0;
        for (double margin : margins) {
            mean += Math.log1p(Math.exp(-margin / temperature)) / margins.length;
        }
        double squares = 0;
        for (double margin : margins) {
            squares += Math.pow(Math.log1p(Math.exp(-margin / temperature)) - mean, 2);
        }
        assertThat(ANSWERS.loss().mean()).isCloseTo(mean, within(1e-6));
        assertThat(ANSWERS.loss().error()).isCloseTo(Math.sqrt(squares) / margins.length, within(1e-6));
    }

    @Test
    void hugeLogits_overflowNothing() {
        Answers huge = new Answers(new float[][] {{1e30f, -1e30f}, {-1e30f, 1e30f}}, new int[] {0, 1});
        assertThat(huge.loss().mean()).isFinite();
    }

    @Test
    void laterEpoch_isTakenWithinOneStandardError() {
        assertThat(epoch(0.12, 0.01).supersedes(epoch(0.1, 0.03))).isTrue();
        assertThat(epoch(0.14, 0.01).supersedes(epoch(0.1, 0.03))).isFalse();
        assertThat(epoch(0.05, 0.01).supersedes(epoch(0.1, 0.03))).isTrue();
    }

    @Test
    void largestNumber_isTheFirstOfSeveral() {
        assertThat(Answers.most(new float[] {1, 3, 3})).isEqualTo(1);
    }
}
