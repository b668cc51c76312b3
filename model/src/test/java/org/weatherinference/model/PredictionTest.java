package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTest {
    @Test
    void equalProbabilities_giveFirstLabel() {
        assertThat(new Prediction(List.of("a", "b"), List.of(0.5f, 0.5f), 0.5).label())
                .isEqualTo("a");
    }

    @Test
    void confidenceAtThreshold_isSure() {
        assertThat(new Prediction(List.of("a", "b"), List.of(0.25f, 0.75f), 0.75).verdict())
                .isEqualTo("b");
    }

    @Test
    void notANumber_isRefused() {
        assertThatThrownBy(() -> new Prediction(List.of("a", "b"), List.of(Float.NaN, 1f), 0.5))
                .hasMessage("a probability is NaN, must be 0 to 1");
    }

    @Test
    void missingProbability_isRefused() {
        assertThatThrownBy(() -> new Prediction(List.of("a", "b"), List.of(1f), 0.5))
                .hasMessage("2 labels and 1 probabilities do not fit");
    }
}
