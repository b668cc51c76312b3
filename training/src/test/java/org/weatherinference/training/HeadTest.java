package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.Outputs;
import org.weatherinference.onnx.PixelInput;

class HeadTest {
    private static final int LABELS = 3;
    private static final int SIZE = 32;

    private static Graph network() throws TrainingException {
        return Head.attach(TinyNetwork.body(), LABELS, TinyNetwork.CHANNELS, 4);
    }

    @Test
    void oldHead_isCutOff() throws Exception {
        Graph graph = network();
        assertThat(graph.initializers()).doesNotContainKeys("unwanted.weight", "unwanted.bias");
        assertThat(graph.nodes().stream().map(Node::output)).doesNotContain("pooled", "flat", "answer");
    }

    @Test
    void poolingInTheMiddle_isNoEnd() throws Exception {
        Graph graph = new GraphBuilder(13)
                .input("x", DataType.FLOAT, 1L, 3L, 8L, 8L)
                .node("GlobalAveragePool", List.of("x"), "squeezed")
                .node("Mul", List.of("x", "squeezed"), "excited")
                .node("GlobalAveragePool", List.of("excited"), "pooled")
                .node("Flatten", List.of("pooled"), "y")
                .build("y");
        assertThat(Head.cut(graph).nodes().stream().map(Node::output)).containsExactly("squeezed", Outputs.FEATURES);
    }

    @Test
    void networkWithoutPooling_isRefused() throws Exception {
        Graph graph = new GraphBuilder(13)
                .input("x", DataType.FLOAT, 1L, 3L, 8L, 8L)
                .node("Flatten", List.of("x"), "y")
                .build("y");
        assertThatThrownBy(() -> Head.cut(graph))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no global pooling");
    }

    @Test
    void ownNetwork_canBeStartedFromAgain() throws Exception {
        Graph again = Head.attach(Head.cut(PixelInput.of(network())), 2, TinyNetwork.CHANNELS, 9);
        Numbers logits = Numbers.byOnnxRuntime(again, noise(1), 1, SIZE, Outputs.LOGITS);
        assertThat(logits.shape()).containsExactly(1, 2);
    }

    @Test
    void meanOfTheActivation_isTheLogits() throws Exception {
        byte[] pixels = noise(2);
        Numbers logits = Numbers.byOnnxRuntime(network(), pixels, 2, SIZE, Outputs.LOGITS);
        Numbers activation = Numbers.byOnnxRuntime(network(), pixels, 2, SIZE, Outputs.ACTIVATION);
        int places = (int) (activation.shape()[2] * activation.shape()[3]);
        assertThat(places).isEqualTo(64);
        for (int i = 0; i < 2 * LABELS; i++) {
            double sum = 0;
            for (int place = 0; place < places; place++) {
                sum += activation.values()[i * places + place];
            }
            assertThat((float) (sum / places)).isCloseTo(logits.values()[i], within(1e-5f));
        }
    }

    @Test
    void pyTorchAndOnnxRuntime_agreeOnEveryOutput() throws Exception {
        for (String output : List.of(Outputs.LOGITS, Outputs.FEATURES, Outputs.ACTIVATION)) {
            Numbers expected = Numbers.byOnnxRuntime(network(), noise(2), 2, SIZE, output);
            Numbers.byPyTorch(network(), noise(2), 2, SIZE, output).assertNear(expected, 1e-5);
        }
    }

    @Test
    void sameSeed_givesTheSameHead() throws Exception {
        assertThat(network().bytes()).isEqualTo(network().bytes());
        assertThat(Head.attach(TinyNetwork.body(), LABELS, TinyNetwork.CHANNELS, 5)
                        .bytes())
                .isNotEqualTo(network().bytes());
    }

    static byte[] noise(int photos) {
        byte[] pixels = new byte[photos * SIZE * SIZE * 3];
        new SplittableRandom(8).nextBytes(pixels);
        return pixels;
    }
}
