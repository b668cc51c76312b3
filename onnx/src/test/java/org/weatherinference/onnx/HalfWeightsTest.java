package org.weatherinference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfWeightsTest {
    private static final long[] SHAPE = {1, 3, 12, 12};

    /** A convolution with a batch norm, and a linear layer. */
    private static GraphBuilder network() {
        return new GraphBuilder(13)
                .input("image", DataType.FLOAT, "batch", 3L, 12L, 12L)
                .random("kernel", 0.2, 64, 3, 3, 3)
                .floats("scale", filled(1.1f), 64)
                .floats("shift", filled(0.3f), 64)
                .floats("mean", filled(0.1234567f), 64)
                .floats("variance", filled(0.7f), 64)
                .random("weight", 0.1, 6, 64)
                .node("Conv", List.of("image", "kernel"), "folded")
                .node("BatchNormalization", List.of("folded", "scale", "shift", "mean", "variance"), "normal")
                .node("GlobalAveragePool", List.of("normal"), "pooled")
                .node("Flatten", List.of("pooled"), "flat")
                .node("Gemm", List.of("flat", "weight"), "logits", Graph.attribute("transB", 1));
    }

    private static float[] filled(float value) {
        float[] values = new float[64];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void answersStay_andTheFileHalves() throws Exception {
        Graph whole = network().build("logits");
        Graph half = HalfWeights.of(whole);
        float[] input = GraphBuilder.gaussian(new SplittableRandom(1), 1, SHAPE);
        float[] expected = Outcome.of(whole, input, SHAPE, "logits").values();
        float[] found = Outcome.of(half, input, SHAPE, "logits").values();
        assertThat(found).hasSize(6).containsExactly(expected, within(1e-3f)).isNotEqualTo(expected);
        assertThat(half.bytes().length).isBetween(whole.bytes().length / 2, whole.bytes().length * 2 / 3);
    }

    @Test
    void vectors_stayAsTheyAre() {
        Graph half = HalfWeights.of(network().build("logits"));
        assertThat(half.initializers())
                .hasEntrySatisfying(
                        "mean", it -> assertThat(TensorData.floats(it)).containsOnly(0.1234567f))
                .hasEntrySatisfying("kernel", it -> assertThat(it.getDataType()).isEqualTo(DataType.FLOAT16_VALUE));
    }

    @Test
    void weightsBeyondFloat16_stayAsTheyAre() throws Exception {
        Graph whole = new GraphBuilder(13)
                .input("x", DataType.FLOAT, 1L, 2L)
                .floats("weight", new float[] {70_000, 1}, 2, 1)
                .node("MatMul", List.of("x", "weight"), "y")
                .build("y");
        Graph half = HalfWeights.of(whole);
        assertThat(half.initializers()).isEqualTo(whole.initializers());
        assertThat(Outcome.of(half, new float[] {1, 1}, new long[] {1, 2}, "y").values())
                .containsExactly(70_001f);
    }

    @Test
    void halfWeights_areLeftAlone() {
        Graph half = HalfWeights.of(network().build("logits"));
        assertThat(HalfWeights.of(half).nodes()).isEqualTo(half.nodes());
    }
}
