package org.weatherinference.training;

import static org.weatherinference.onnx.Graph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;
import org.weatherinference.onnx.PixelInput;

/**
 * A network of the kind that is fine-tuned, but small: a convolution, a depthwise one, a residual one, each with batch
 * norm, and a head of five labels that nobody wants.
 */
final class TinyNetwork {
    static final int CHANNELS = 12;

    private TinyNetwork() {}

    /** With batch norms; float32 [batch, 3, height, width] in. */
    static byte[] bytes() {
        return network(true);
    }

    /** The same shape with the batch norms folded away, as exporters do. */
    static byte[] folded() {
        return network(false);
    }

    static Graph body() throws TrainingException {
        return body(bytes());
    }

    static Graph body(byte[] file) throws TrainingException {
        return Head.cut(PixelInput.of(Graph.read(file)));
    }

    private static byte[] network(boolean norms) {
        GraphBuilder graph = new GraphBuilder(14)
                .input("image", TensorProto.DataType.FLOAT, "batch", 3L, "height", "width")
                .floats("zero", new float[] {0})
                .floats("six", new float[] {6});
        AttributeProto padded = attribute("pads", List.of(1L, 1L, 1L, 1L));
        AttributeProto stride = attribute("strides", List.of(2L, 2L));
        layer(graph, norms, "stem", "image", new long[] {CHANNELS, 3, 3, 3}, padded, stride);
        graph.node("Clip", List.of("stem", "zero", "six"), "stem.relu6");
        AttributeProto depthwise = attribute("group", CHANNELS);
        layer(graph, norms, "depthwise", "stem.relu6", new long[] {CHANNELS, 1, 3, 3}, padded, stride, depthwise);
        graph.node("HardSwish", List.of("depthwise"), "depthwise.swish");
        layer(graph, norms, "point", "depthwise.swish", new long[] {CHANNELS, CHANNELS, 1, 1});
        return graph.node("Add", List.of("point", "depthwise.swish"), "sum")
                .node("Relu", List.of("sum"), "map")
                .node("GlobalAveragePool", List.of("map"), "pooled")
                .node("Flatten", List.of("pooled"), "flat")
                .random("unwanted.weight", 0.1, 5, CHANNELS)
                .random("unwanted.bias", 0.1, 5)
                .node("Gemm", List.of("flat", "unwanted.weight", "unwanted.bias"), "answer", attribute("transB", 1))
                .bytes("answer");
    }

    private static void layer(
            GraphBuilder graph, boolean norms, String name, String input, long[] weight, AttributeProto... attributes) {
        double deviation = Math.sqrt(2.0 / (weight[1] * weight[2] * weight[3]));
        graph.random(name + ".weight", deviation, weight).random(name + ".bias", 0.1, weight[0]);
        if (!norms) {
            graph.node("Conv", List.of(input, name + ".weight", name + ".bias"), name, attributes);
            return;
        }
        float[] ones = new float[(int) weight[0]];
        Arrays.fill(ones, 1);
        graph.node("Conv", List.of(input, name + ".weight"), name + ".conv", attributes)
                .floats(name + ".scale", ones, weight[0])
                .random(name + ".mean", 0.1, weight[0])
                .floats(name + ".variance", ones, weight[0])
                .node(
                        "BatchNormalization",
                        List.of(name + ".conv", name + ".scale", name + ".bias", name + ".mean", name + ".variance"),
                        name);
    }
}
