package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;

class BatchNormTest {
    private static final long[] SHAPE = {3, 2, 4, 5};
    private static final int PLACES = 4 * 5;
    private static final int PER_CHANNEL = 3 * PLACES;
    private static final float[] OLD_MEAN = {0.5f, -1};
    private static final float[] OLD_VARIANCE = {2, 0.25f};
    private static final float EPSILON = 1e-3f;

    private final Numbers input = Numbers.random(3, SHAPE);

    private static Graph graph() throws TrainingException {
        return new GraphBuilder(13)
                .input("x", DataType.FLOAT, 3L, 2L, 4L, 5L)
                .floats("scale", new float[] {3, -2}, 2)
                .floats("shift", new float[] {0.1f, 0.2f}, 2)
                .floats("mean", OLD_MEAN, 2)
                .floats("variance", OLD_VARIANCE, 2)
                .node(
                        "BatchNormalization",
                        List.of("x", "scale", "shift", "mean", "variance"),
                        "y",
                        Graph.attribute("momentum", 0.9f),
                        Graph.attribute("epsilon", EPSILON))
                .build("y");
    }

    private double mean(int channel) {
        double sum = 0;
        for (int photo = 0; photo < 3; photo++) {
            for (int place = 0; place < PLACES; place++) {
                sum += value(photo, channel, place);
            }
        }
        return sum / PER_CHANNEL;
    }

    private double squares(int channel) {
        double sum = 0;
        for (int photo = 0; photo < 3; photo++) {
            for (int place = 0; place < PLACES; place++) {
                sum += Math.pow(value(photo, channel, place) - mean(channel), 2);
            }
        }
        return sum;
    }

    private float value(int photo, int channel, int place) {
        return input.values()[(photo * 2 + channel) * PLACES + place];
    }

    private static float statistic(Map<String, NDArray> statistics, String name, int channel) {
        return Objects.requireNonNull(statistics.get(name)).toFloatArray()[channel];
    }

    @Test
    void inTraining_runningStatisticsTakeATenthOfTheBatch() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph(), manager)) {
            network.run(input.in(manager), true, "y");
            for (int channel = 0; channel < 2; channel++) {
                double mean = 0.9 * OLD_MEAN[channel] + 0.1 * mean(channel);
                double variance = 0.9 * OLD_VARIANCE[channel] + 0.1 * squares(channel) / (PER_CHANNEL - 1);
                assertThat(statistic(network.statistics(), "mean", channel)).isCloseTo((float) mean, within(1e-6f));
                assertThat(statistic(network.statistics(), "variance", channel))
                        .isCloseTo((float) variance, within(1e-6f));
            }
        }
    }

    @Test
    void inTraining_theBatchsOwnStatisticsNormalise() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph(), manager)) {
            float[] output =
                    network.run(input.in(manager), true, "y").singletonOrThrow().toFloatArray();
            double deviation = Math.sqrt(squares(1) / PER_CHANNEL + EPSILON);
            double expected = (value(0, 1, 7) - mean(1)) / deviation * -2 + 0.2;
            assertThat(output[PLACES + 7]).isCloseTo((float) expected, within(1e-5f));
        }
    }

    @Test
    void inUse_runningStatisticsStay() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph(), manager)) {
            network.run(input.in(manager), false, "y");
            for (int channel = 0; channel < 2; channel++) {
                assertThat(statistic(network.statistics(), "mean", channel)).isEqualTo(OLD_MEAN[channel]);
                assertThat(statistic(network.statistics(), "variance", channel)).isEqualTo(OLD_VARIANCE[channel]);
            }
        }
    }
}
