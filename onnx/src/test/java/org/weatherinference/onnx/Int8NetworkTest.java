package org.weatherinference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Each network is quantised on eight pictures of noise and asked about a ninth. */
class Int8NetworkTest {
    private static final int SIDE = 12;
    private static final long[] SHAPE = {1, SIDE, SIDE, 3};
    private final SplittableRandom random = new SplittableRandom(3);

    /** A network as bundles have it: normalisation, batch norms, depthwise, a sum, a head. */
    private static GraphBuilder network() {
        return pixels().random("kernel", 0.3, 16, 3, 3, 3)
                .node(
                        "Conv",
                        List.of("input", "kernel"),
                        "first",
                        GraphBuilder.integers("pads", List.of(1L, 1L, 1L, 1L)))
                .floats("scale", filled(16, 1.2f), 16)
                .floats("shift", filled(16, 0.1f), 16)
                .floats("mean", filled(16, 0.2f), 16)
                .floats("variance", filled(16, 0.6f), 16)
                .node("BatchNormalization", List.of("first", "scale", "shift", "mean", "variance"), "normal")
                .floats("zero", new float[] {0})
                .floats("six", new float[] {6})
                .node("Clip", List.of("normal", "zero", "six"), "clipped")
                .random("deep", 0.4, 16, 1, 3, 3)
                .node(
                        "Conv",
                        List.of("clipped", "deep"),
                        "depthwise",
                        Graph.attribute("group", 16),
                        GraphBuilder.integers("pads", List.of(1L, 1L, 1L, 1L)))
                .node("Relu", List.of("depthwise"), "rectified")
                .random("narrow", 0.3, 16, 16, 1, 1)
                .node("Conv", List.of("rectified", "narrow"), "linear")
                .node("Add", List.of("linear", "clipped"), "sum")
                .random("wide", 0.2, 32, 16, 1, 1)
                .node("Conv", List.of("sum", "wide"), "last")
                .node("Relu", List.of("last"), "features")
                .random("weight", 0.2, 4, 32)
                .node("GlobalAveragePool", List.of("features"), "pooled")
                .node("Flatten", List.of("pooled"), "flat")
                .node("Gemm", List.of("flat", "weight"), "logits", Graph.attribute("transB", 1));
    }

    private static GraphBuilder pixels() {
        return new GraphBuilder(13)
                .input("pixels", DataType.UINT8, "batch", (long) SIDE, (long) SIDE, 3L)
                .node("Transpose", List.of("pixels"), "planes", GraphBuilder.integers("perm", List.of(0L, 3L, 1L, 2L)))
                .node("Cast", List.of("planes"), "numbers", Graph.attribute("to", 1))
                .floats("centre", new float[] {120, 115, 105}, 1, 3, 1, 1)
                .floats("deviation", new float[] {58, 57, 57}, 1, 3, 1, 1)
                .node("Sub", List.of("numbers", "centre"), "centred")
                .node("Div", List.of("centred", "deviation"), "input");
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    private byte[] picture() {
        byte[] picture = new byte[SIDE * SIDE * 3];
        random.nextBytes(picture);
        return picture;
    }

    private Graph quantised(Graph network) throws OrtException {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pictures.add(picture());
        }
        return Int8Network.of(network, (probe, viewer) -> {
            for (byte[] picture : pictures) {
                for (var output : probe.outputs()) {
                    Outcome seen = Outcome.of(probe, picture, SHAPE, output.getName());
                    viewer.see(output.getName(), FloatBuffer.wrap(seen.values()), (int) seen.shape()[1]);
                }
            }
        });
    }

    private static List<String> operators(Graph graph) {
        return graph.nodes().stream().map(Node::operator).toList();
    }

    @Test
    void answersStayNear_andWeightsAreBytes() throws Exception {
        Graph whole = network().build("logits", "features");
        Graph small = quantised(whole);
        byte[] picture = picture();
        float[] expected = Outcome.of(whole, picture, SHAPE, "logits").values();
        float[] found = Outcome.of(small, picture, SHAPE, "logits").values();
        assertThat(found).hasSize(4).containsExactly(expected, within(0.05f)).isNotEqualTo(expected);
        assertThat(Outcome.of(small, picture, SHAPE, "features").shape())
                .containsExactly(Outcome.of(whole, picture, SHAPE, "features").shape());
        assertThat(small.initializers())
                .hasEntrySatisfying(
                        "normal.weight.whole",
                        it -> assertThat(it.getDataType()).isEqualTo(DataType.INT8_VALUE));
    }

    @Test
    void normalisation_norms_andActivations_areGone() throws Exception {
        assertThat(operators(quantised(network().build("logits"))))
                .doesNotContain("Cast", "Sub", "Div", "BatchNormalization", "Clip", "Relu")
                .contains("Gemm");
    }

    @Test
    void unknownOperators_stayFloat() throws Exception {
        Graph whole = pixels().random("a", 0.3, 8, 3, 3, 3)
                .node("Conv", List.of("input", "a"), "first")
                .node("HardSigmoid", List.of("first"), "gate")
                .node("Mul", List.of("first", "gate"), "gated")
                .random("b", 0.3, 8, 8, 1, 1)
                .node("Conv", List.of("gated", "b"), "logits")
                .build("logits");
        Graph small = quantised(whole);
        byte[] picture = picture();
        assertThat(Outcome.of(small, picture, SHAPE, "logits").values())
                .containsExactly(Outcome.of(whole, picture, SHAPE, "logits").values(), within(0.1f));
        assertThat(operators(small)).contains("HardSigmoid", "Mul");
    }

    /** One step for all would leave the quiet channel nothing; its reader makes it loud again. */
    @Test
    void quietChannel_isHeard() throws Exception {
        Graph whole = pixels().floats("a", new float[] {1, 0, 0, 0, 0.02f, 0}, 2, 3, 1, 1)
                .node("Conv", List.of("input", "a"), "first")
                .floats("b", new float[] {0, 50, 1, 0}, 2, 2, 1, 1)
                .node("Conv", List.of("first", "b"), "logits")
                .build("logits");
        byte[] picture = picture();
        float[] expected = Outcome.of(whole, picture, SHAPE, "logits").values();
        assertThat(Outcome.of(quantised(whole), picture, SHAPE, "logits").values())
                .containsExactly(expected, within(0.1f));
    }

    @Test
    void noConvolution_isRefused() {
        Graph whole =
                pixels().node("GlobalAveragePool", List.of("input"), "logits").build("logits");
        assertThatThrownBy(() -> quantised(whole))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("no convolution");
    }
}
