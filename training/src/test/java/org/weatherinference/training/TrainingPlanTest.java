package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TrainingPlanTest {
    @Test
    void settingOutOfRange_isNamedWithValueAndRule() {
        assertThatThrownBy(() -> Plans.of(0, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochs is 0.0, must be from 1.0 to 10000.0");
        assertThatThrownBy(() -> Plans.without(Plans.of(1, 8), Double.NaN, 0)).hasMessageContaining("smoothing is NaN");
    }

    @Test
    void everySetting_isRemembered() {
        TrainingPlan plan = Plans.of(3, 8);
        assertThat(plan.settings()).hasSize(TrainingPlan.class.getRecordComponents().length);
        assertThat(plan.settings())
                .containsEntry("epochs", "3")
                .containsEntry("lr-body", "0.01")
                .containsEntry("seed", "7");
    }

    @Test
    void allEpochs_areThoseOfBothStages() {
        assertThat(Plans.of(3, 8).allEpochs()).isEqualTo(4);
    }
}
