package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Conv node over pictures with the tensors that it starts from.
 *
 * @param weight [outputs, inputs of a group, h, w]
 * @param offset [outputs]; null where it has none
 */
record Convolution(Node node, TensorProto weight, @Nullable TensorProto offset) {
    static boolean hasOwnWeights(Graph graph, Node node) {
        if (!node.operator().equals("Conv") || !isOwn(graph, node.inputs().get(1))) {
            return false;
        }
        TensorProto weight = tensor(graph, node.inputs().get(1));
        return weight.getDimsCount() == 4
                && (!node.has(2) || isOwn(graph, node.inputs().get(2)));
    }

    private static boolean isOwn(Graph graph, String value) {
        TensorProto tensor = graph.initializers().get(value);
        return tensor != null && TensorData.isFloat(tensor);
    }

    static Convolution of(Graph graph, Node node) {
        return new Convolution(
                node,
                tensor(graph, node.inputs().get(1)),
                node.has(2) ? tensor(graph, node.inputs().get(2)) : null);
    }

    private static TensorProto tensor(Graph graph, String name) {
        TensorProto tensor = graph.initializers().get(name);
        if (tensor == null) {
            throw new IllegalStateException("no tensor " + name);
        }
        return tensor;
    }

    String input() {
        return node.inputs().getFirst();
    }

    /** A copy. */
    float[] weights() {
        return TensorData.floats(weight);
    }

    /** A copy; zeros where it has none. */
    float[] bias() {
        return offset == null ? new float[outputs()] : TensorData.floats(offset);
    }

    int outputs() {
        return Math.toIntExact(weight.getDims(0));
    }

    /** How many weights each output has. */
    int weightsOfOutput() {
        return Math.toIntExact(weight.getDims(1) * weight.getDims(2) * weight.getDims(3));
    }

    /** Which input channel a weight is for. */
    int channel(int index) {
        int area = Math.toIntExact(weight.getDims(2) * weight.getDims(3));
        int inputs = Math.toIntExact(weight.getDims(1));
        int ofGroup = outputs() / Math.toIntExact(node.integer("group", 1));
        int output = index / weightsOfOutput();
        return output / ofGroup * inputs + index % weightsOfOutput() / area;
    }

    /** The node giving another value, from tensors that are named after it. */
    NodeProto renamed(String value) {
        return node.proto().toBuilder()
                .clearInput()
                .addAllInput(List.of(input(), value + ".weight", value + ".bias"))
                .setOutput(0, value)
                .build();
    }

    /** Tensors for {@link #renamed}. */
    List<TensorProto> tensors(String value, float[] weights, float[] bias) {
        return List.of(
                TensorData.of(value + ".weight", weights, TensorData.shape(weight)),
                TensorData.of(value + ".bias", bias, bias.length));
    }
}
