package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.weatherinference.onnx.NetworkInput.Bytes;
import org.weatherinference.onnx.NetworkInput.Layout;
import org.weatherinference.onnx.NetworkInput.Numbers;

/**
 * Gives a network a bundle's input, uint8 [batch, height, width, 3] RGB under the name {@value #NAME}: whatever it
 * expects in its place is made by nodes put in front of its own.
 */
public final class PixelInput {
    static final String NAME = "pixels";

    /** Prefix of the tensors that normalise: they are the one part of a network that is never trained. */
    public static final String NORMALISATION = "normalisation.";

    private static final String MEAN = NORMALISATION + "mean";
    private static final String DEVIATION = NORMALISATION + "deviation";
    private static final String REVERSED = NORMALISATION + "reversed";

    private PixelInput() {}

    /**
     * What a network most probably expects: the bytes where its input is uint8, else ImageNet's numbers.
     *
     * @throws OnnxException where its input is neither
     */
    public static Graph of(Graph graph) {
        ValueInfoProto input = graph.input();
        int type = input.getType().getTensorType().getElemType();
        if (type == TensorProto.DataType.UINT8.getNumber()) {
            return graph.withInput(pixels(input.getName(), "batch", "height", "width"));
        }
        if (type != TensorProto.DataType.FLOAT.getNumber()) {
            throw new OnnxException("input \"" + input.getName()
                    + "\" is neither float32 [batch, 3, height, width] nor uint8 [batch, height, width, 3]");
        }
        return of(
                graph,
                new NetworkInput(Layout.NCHW, Numbers.imageNet(false)),
                pixels(NAME, "batch", "height", "width"));
    }

    /**
     * What its maker says that it expects.
     *
     * @param pixels the input that it gets
     */
    static Graph of(Graph graph, NetworkInput expected, ValueInfoProto pixels) {
        Chain chain = new Chain(pixels.getName());
        List<TensorProto> tensors = new ArrayList<>();
        if (expected.values() instanceof Numbers numbers && numbers.blueFirst()) {
            chain.then("Gather", List.of(REVERSED), "normalisation.blueFirst", Graph.attribute("axis", 3));
            tensors.add(TensorData.of(REVERSED, 2, 1, 0));
        }
        if (expected.layout() == Layout.NCHW) {
            chain.then(
                    "Transpose", List.of(), "normalisation.planes", Graph.attribute("perm", List.of(0L, 3L, 1L, 2L)));
        }
        switch (expected.values()) {
            case Bytes _ -> {}
            case Numbers numbers -> {
                chain.then(
                        "Cast",
                        List.of(),
                        "normalisation.numbers",
                        Graph.attribute("to", TensorProto.DataType.FLOAT.getNumber()));
                chain.then("Sub", List.of(MEAN), "normalisation.centred");
                chain.then("Div", List.of(DEVIATION), "normalisation.scaled");
                tensors.add(perChannel(MEAN, numbers.mean(), expected.layout()));
                tensors.add(perChannel(DEVIATION, numbers.deviation(), expected.layout()));
            }
        }
        return graph.withNodes(chain.before(graph)).withInitializers(tensors).withInput(pixels);
    }

    static ValueInfoProto pixels(String name, Object batch, Object height, Object width) {
        return Graph.value(name, TensorProto.DataType.UINT8, batch, height, width, 3L);
    }

    private static TensorProto perChannel(String name, List<Float> values, Layout layout) {
        float[] numbers = {values.get(0), values.get(1), values.get(2)};
        return layout == Layout.NCHW
                ? TensorData.of(name, numbers, 1, 3, 1, 1)
                : TensorData.of(name, numbers, 1, 1, 1, 3);
    }

    /** Nodes, each of which reads what the one before it gives. */
    private static final class Chain {
        private final List<NodeProto> nodes = new ArrayList<>();
        private String end;

        Chain(String start) {
            this.end = start;
        }

        void then(String operator, List<String> more, String output, AttributeProto... attributes) {
            List<String> inputs = Stream.concat(Stream.of(end), more.stream()).toList();
            nodes.add(Graph.node(operator, inputs, output, attributes));
            end = output;
        }

        /** All nodes of a graph, those first; the last of them gives what was the graph's input. */
        List<NodeProto> before(Graph graph) {
            List<NodeProto> all = new ArrayList<>(nodes);
            if (!all.isEmpty()) {
                NodeProto last = all.removeLast();
                all.add(last.toBuilder().setOutput(0, graph.input().getName()).build());
            }
            graph.nodes().forEach(node -> all.add(node.proto()));
            return all;
        }
    }
}
