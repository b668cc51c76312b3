package org.weatherinference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RectifiersTest {
    private static final long[] SHAPE = {1, 4, 1, 1};
    private static final float[] LOW = {-9, 1, 5, 3};
    private static final float[] HIGH = {-9, 1, 5, 9};

    /** A convolution that gives what it gets. */
    private static GraphBuilder input(long opset) {
        return new GraphBuilder(opset)
                .input("input", DataType.FLOAT, 1L, 4L, 1L, 1L)
                .floats("weight", new float[] {1, 1, 1, 1}, 4, 1, 1, 1)
                .node("Conv", List.of("input", "weight"), "x", Graph.attribute("group", 4))
                .floats("zero", new float[] {0})
                .floats("one", new float[] {1})
                .floats("six", new float[] {6});
    }

    private static Graph relu6() {
        return input(13).node("Clip", List.of("x", "zero", "six"), "y").build("y");
    }

    private static Graph unbounded(Graph network, float[]... calibration) throws OrtException {
        return Rectifiers.<OrtException>unbounded(network, (probe, viewer) -> {
            for (float[] input : calibration) {
                for (var output : probe.outputs()) {
                    float[] seen =
                            Outcome.of(probe, input, SHAPE, output.getName()).values();
                    viewer.see(output.getName(), FloatBuffer.wrap(seen), 4);
                }
            }
        });
    }

    private static float[] answer(Graph network, float[] input) throws OrtException {
        return Outcome.of(network, input, SHAPE, "y").values();
    }

    @Test
    void boundThatIsNotReached_isGone_andSoAreItsNumbers() throws Exception {
        Graph found = unbounded(relu6(), LOW);
        assertThat(answer(found, LOW)).containsExactly(answer(relu6(), LOW));
        assertThat(answer(found, HIGH)).containsExactly(0, 1, 5, 9);
        assertThat(found.nodes()).extracting(Node::operator).containsExactly("Conv", "Relu");
        assertThat(found.initializers()).containsOnlyKeys("weight");
    }

    @Test
    void boundThatIsReached_stays() throws Exception {
        Graph network = input(13)
                .node("Clip", List.of("x", "zero", "six"), "cut")
                .node("Conv", List.of("cut", "weight"), "low", Graph.attribute("group", 4))
                .node("Clip", List.of("low", "zero", "nine"), "y")
                .floats("nine", new float[] {9})
                .build("y");
        Graph found = unbounded(network, LOW, HIGH);
        assertThat(found.nodes()).extracting(Node::operator).containsExactly("Conv", "Clip", "Conv", "Relu");
        assertThat(answer(found, HIGH)).containsExactly(answer(network, HIGH));
    }

    @Test
    void boundsThatAreAttributes_areGoneToo() throws Exception {
        Graph network = input(10)
                .node("Clip", List.of("x"), "y", Graph.attribute("min", 0f), Graph.attribute("max", 6f))
                .build("y");
        assertThat(answer(unbounded(network, LOW), HIGH)).containsExactly(0, 1, 5, 9);
    }

    @Test
    void whatIsNoRectifierOfAConvolution_staysAsItIs() {
        Graph network = input(13)
                .node("Clip", List.of("x", "one", "six"), "raised")
                .node("Clip", List.of("raised", "zero", "six"), "again")
                .node("Relu", List.of("again"), "y")
                .build("y");
        assertThatExceptionOfType(OnnxException.class)
                .isThrownBy(() -> unbounded(network, LOW))
                .withMessage("the network has no activation whose upper bound its values do not reach");
    }
}
