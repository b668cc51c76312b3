package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final double RATE = 0.01;
    private static final double DECAY = 0.1;
    private static final Offset<Float> NEAR = within(1e-6f);
    private static final float[] START = {0.5f, -1, 2, 0};
    private static final float[] FIRST = {0.1f, -0.2f, 3, 1e-4f};
    private static final float[] SECOND = {-0.3f, 0.4f, 0.5f, 1e-4f};

    private final NDManager manager = NDManager.newBaseManager();
    private final AdamW optimizer = new AdamW(manager, DECAY);

    @AfterEach
    void close() {
        optimizer.close();
        manager.close();
    }

    /** The formulae of Loshchilov and Hutter 2019, algorithm 2, for one number. */
    private static double expected(double start, double decay, double... gradients) {
        double value = start;
        double mean = 0;
        double variance = 0;
        for (int step = 1; step <= gradients.length; step++) {
            double gradient = gradients[step - 1];
            mean = 0.9 * mean + 0.1 * gradient;
            variance = 0.99 * variance + 0.01 * gradient * gradient;
            double unbiasedMean = mean / (1 - Math.pow(0.9, step));
            double unbiasedVariance = variance / (1 - Math.pow(0.99, step));
            value -= RATE * (unbiasedMean / (Math.sqrt(unbiasedVariance) + 1e-5) + decay * value);
        }
        return value;
    }

    private void step(NDArray parameter, float... gradient) {
        optimizer.step("p", parameter, manager.create(gradient, parameter.getShape()), RATE);
    }

    @Test
    void firstStep_followsTheFormulae() {
        NDArray matrix = manager.create(START, new Shape(2, 2));
        step(matrix, FIRST);
        for (int i = 0; i < START.length; i++) {
            assertThat(matrix.toFloatArray()[i]).isCloseTo((float) expected(START[i], DECAY, FIRST[i]), NEAR);
        }
    }

    @Test
    void secondStep_remembersTheFirst() {
        NDArray matrix = manager.create(START, new Shape(2, 2));
        step(matrix, FIRST);
        step(matrix, SECOND);
        for (int i = 0; i < START.length; i++) {
            assertThat(matrix.toFloatArray()[i])
                    .isCloseTo((float) expected(START[i], DECAY, FIRST[i], SECOND[i]), NEAR);
        }
    }

    @Test
    void vector_isSparedTheDecay() {
        NDArray vector = manager.create(START);
        step(vector, FIRST);
        for (int i = 0; i < START.length; i++) {
            assertThat(vector.toFloatArray()[i]).isCloseTo((float) expected(START[i], 0, FIRST[i]), NEAR);
        }
    }

    @Test
    void withoutGradient_matricesDecayAndVectorsStay() {
        NDArray matrix = manager.create(START, new Shape(2, 2));
        NDArray vector = manager.create(START);
        step(matrix, 0, 0, 0, 0);
        optimizer.step("v", vector, manager.zeros(vector.getShape()), RATE);
        assertThat(vector.toFloatArray()).isEqualTo(START);
        assertThat(matrix.toFloatArray()[2]).isCloseTo((float) (2 * (1 - RATE * DECAY)), NEAR);
    }

    @Test
    void restoredMemory_goesOnAsIfNothingHadHappened() {
        NDArray whole = manager.create(START);
        step(whole, FIRST);
        try (AdamW second = new AdamW(manager, DECAY)) {
            NDArray parted = whole.duplicate();
            NDArray mean = Objects.requireNonNull(optimizer.means().get("p"));
            NDArray variance = Objects.requireNonNull(optimizer.variances().get("p"));
            second.restore("p", mean.duplicate(), variance.duplicate(), 1);
            second.step("p", parted, manager.create(SECOND), RATE);
            step(whole, SECOND);
            assertThat(parted.toFloatArray()).isEqualTo(whole.toFloatArray());
        }
    }
}
