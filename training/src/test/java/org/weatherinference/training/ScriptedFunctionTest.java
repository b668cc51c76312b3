package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class ScriptedFunctionTest {
    @Test
    void hardtanh_cutsOffAtBothBounds() {
        try (NDManager manager = NDManager.newBaseManager();
                ScriptedFunction relu6 = new ScriptedFunction("torch.hardtanh(x, 0., 6.)")) {
            NDArray x = manager.create(new float[] {-1, 0.5f, 5, 7});
            assertThat(relu6.apply(x).toFloatArray()).containsExactly(0, 0.5f, 5, 6);
        }
    }

    @Test
    void hardtanh_passesGradientsBetweenItsBoundsAlone() {
        try (NDManager manager = NDManager.newBaseManager();
                ScriptedFunction relu6 = new ScriptedFunction("torch.hardtanh(x, 0., 6.)")) {
            NDArray x = manager.create(new float[] {-1, 0.5f, 5, 7});
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(relu6.apply(x).mul(3).sum());
            }
            assertThat(x.getGradient().toFloatArray()).containsExactly(0, 3, 3, 0);
        }
    }

    @Test
    void result_belongsToTheManagerOfWhatItWasMadeOf() {
        try (NDManager manager = NDManager.newBaseManager();
                ScriptedFunction negative = new ScriptedFunction("torch.neg(x)")) {
            NDArray result;
            try (NDManager step = manager.newSubManager()) {
                result = negative.apply(step.create(new float[] {1}));
            }
            assertThatThrownBy(result::toFloatArray).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void unknownFunction_isNamed() {
        assertThatThrownBy(() -> new ScriptedFunction("torch.rain(x)")).hasMessageContaining("rain");
    }
}
