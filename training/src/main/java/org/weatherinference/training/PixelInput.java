package org.weatherinference.training;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a network our input, uint8 [batch, height, width, 3] RGB under the name {@value #NAME}. One that wants
 * normalised float32 [batch, 3, height, width] gets the normalisation as its first nodes.
 */
final class PixelInput {
    static final String NAME = "pixels";

    /** Prefix of the tensors that normalise: they are the one part of a network that is never trained. */
    static final String NORMALISATION = "normalisation.";

    /** ImageNet's mean and deviation of red, green and blue, of values from 0 to 1: what nearly all networks expect. */
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};

    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private PixelInput() {}

    static Graph of(Graph graph) throws TrainingException {
        ValueInfoProto input = graph.input();
        int type = input.getType().getTensorType().getElemType();
        if (type == TensorProto.DataType.UINT8.getNumber()) {
            return graph.withInput(
                    Graph.value(input.getName(), TensorProto.DataType.UINT8, "batch", "height", "width", 3L));
        }
        if (type != TensorProto.DataType.FLOAT.getNumber()) {
            throw new TrainingException("input \"" + input.getName()
                    + "\" is neither float32 [batch, 3, height, width] nor uint8 [batch, height, width, 3]");
        }
        return normalised(graph, input.getName());
    }

    private static Graph normalised(Graph graph, String input) {
        String mean = NORMALISATION + "mean";
        String deviation = NORMALISATION + "deviation";
        List<NodeProto> nodes = new ArrayList<>();
        nodes.add(Graph.node(
                "Transpose", List.of(NAME), "normalisation.planes", Graph.attribute("perm", List.of(0L, 3L, 1L, 2L))));
        nodes.add(Graph.node(
                "Cast",
                List.of("normalisation.planes"),
                "normalisation.numbers",
                Graph.attribute("to", TensorProto.DataType.FLOAT.getNumber())));
        nodes.add(Graph.node("Sub", List.of("normalisation.numbers", mean), "normalisation.centred"));
        nodes.add(Graph.node("Div", List.of("normalisation.centred", deviation), input));
        graph.nodes().forEach(node -> nodes.add(node.proto()));
        return graph.withNodes(nodes)
                .withInitializers(List.of(
                        TensorData.of(mean, scaled(MEAN), 1, 3, 1, 1),
                        TensorData.of(deviation, scaled(DEVIATION), 1, 3, 1, 1)))
                .withInput(Graph.value(NAME, TensorProto.DataType.UINT8, "batch", "height", "width", 3L));
    }

    private static float[] scaled(float[] unit) {
        float[] bytes = new float[unit.length];
        for (int i = 0; i < unit.length; i++) {
            bytes[i] = unit[i] * 255;
        }
        return bytes;
    }
}
