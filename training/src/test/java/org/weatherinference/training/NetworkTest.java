package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.onnx.PixelInput;
import org.weatherinference.onnx.TensorData;

class NetworkTest {
    private static GraphBuilder picture() {
        return new GraphBuilder(13).input("x", DataType.FLOAT, 1L, 3L, 4L, 4L);
    }

    @Test
    void weights_learnInTheOrderOfTheLayers() throws Exception {
        Graph graph = Head.attach(TinyNetwork.body(), 2, TinyNetwork.CHANNELS, 1);
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph, manager)) {
            assertThat(network.parameters().keySet())
                    .containsExactly(
                            "stem.weight",
                            "stem.scale",
                            "stem.bias",
                            "depthwise.weight",
                            "depthwise.scale",
                            "depthwise.bias",
                            "point.weight",
                            "point.scale",
                            "point.bias",
                            Head.WEIGHT,
                            Head.BIAS);
        }
    }

    @Test
    void orderOfTheFile_doesNotMatter() throws Exception {
        Graph graph = picture()
                .random("second", 1, 2, 2, 1, 1)
                .random("first", 1, 2, 3, 1, 1)
                .node("Conv", List.of("x", "first"), "a")
                .node("Conv", List.of("a", "second"), "y")
                .build("y");
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph, manager)) {
            assertThat(network.parameters().keySet()).containsExactly("first", "second");
        }
    }

    @Test
    void meansAndVariances_areStatisticsAndDoNotLearn() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(TinyNetwork.body(), manager)) {
            assertThat(network.statistics().keySet())
                    .containsExactly(
                            "stem.mean",
                            "stem.variance",
                            "depthwise.mean",
                            "depthwise.variance",
                            "point.mean",
                            "point.variance");
            assertThat(network.parameters()).doesNotContainKeys("stem.mean", "stem.variance");
        }
    }

    @Test
    void tensorSharedWithAStatistic_doesNotLearn() throws Exception {
        Graph graph = picture()
                .floats("ones", new float[] {1, 1, 1}, 3)
                .floats("zeros", new float[3], 3)
                .node("BatchNormalization", List.of("x", "ones", "zeros", "zeros", "ones"), "y")
                .build("y");
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph, manager)) {
            assertThat(network.parameters()).isEmpty();
            assertThat(network.statistics()).containsOnlyKeys("zeros", "ones");
        }
    }

    @Test
    void normalisation_neverLearns() throws Exception {
        Graph graph = PixelInput.of(Graph.read(TinyNetwork.bytes()));
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph, manager)) {
            assertThat(graph.initializers().keySet()).anyMatch(name -> name.startsWith(PixelInput.NORMALISATION));
            assertThat(network.parameters().keySet()).noneMatch(name -> name.startsWith(PixelInput.NORMALISATION));
        }
    }

    @Test
    void singleNumbersAndBounds_doNotLearn() throws Exception {
        Graph graph = picture()
                .floats("sixth", new float[] {1 / 6f})
                .floats("three", new float[] {3}, 1)
                .floats("bias", new float[] {1, 2, 3}, 3, 1, 1)
                .node("Add", List.of("x", "three"), "a")
                .node("Mul", List.of("a", "sixth"), "b")
                .node("Add", List.of("b", "bias"), "y")
                .build("y");
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph, manager)) {
            assertThat(network.parameters()).containsOnlyKeys("bias");
        }
    }

    @Test
    void current_bringsBackTheWeightsAsTheyAre() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(TinyNetwork.body(), manager)) {
            network.parameters().values().forEach(array -> array.muli(2));
            TensorProto before = weight(network.graph());
            TensorProto after = weight(network.current());
            assertThat(TensorData.floats(after)[3]).isEqualTo(2 * TensorData.floats(before)[3]);
            assertThat(TensorData.shape(after)).isEqualTo(TensorData.shape(before));
        }
    }

    private static TensorProto weight(Graph graph) {
        return Objects.requireNonNull(graph.initializers().get("stem.weight"));
    }

    @Test
    void untouchedNetwork_comesBackByteForByte() throws Exception {
        Graph graph = TinyNetwork.body();
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph, manager)) {
            assertThat(network.current().bytes()).isEqualTo(graph.bytes());
        }
    }

    @Test
    void valueThatNothingComputes_isNamed() throws Exception {
        Graph graph = picture().node("Add", List.of("x", "nowhere"), "y").build("y");
        Numbers input = Numbers.random(1, 1, 3, 4, 4);
        assertThatThrownBy(() -> Numbers.byPyTorch(graph, input, "y"))
                .hasMessageContaining("node \"y\" (Add)")
                .hasMessageContaining("nowhere");
    }

    @Test
    void weightsOfAnotherType_areRefusedByName() throws Exception {
        Graph graph = picture()
                .tensor(TensorProto.newBuilder()
                        .setName("half")
                        .setDataType(DataType.FLOAT16.getNumber())
                        .build())
                .node("Add", List.of("x", "half"), "y")
                .build("y");
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThatThrownBy(() -> new Network(graph, manager))
                    .hasMessageContaining("half")
                    .hasMessageContaining("FLOAT16");
        }
    }

    @Test
    void bytesThatAreNoNetwork_areRefused() {
        assertThatThrownBy(() -> Graph.read("it rains".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("it is no ONNX file");
    }
}
