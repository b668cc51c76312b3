package org.weatherinference.training;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The end of a network: global pooling, then one linear layer. Whatever followed the last global pooling is replaced.
 *
 * <p>The outputs are {@value #LOGITS} [batch, labels], {@value #FEATURES} [batch, channels, h, w] (the last feature
 * map) and {@value #ACTIVATION} [batch, labels, h, w]: the linear layer applied at each place of the feature map, which
 * is the class activation map of Zhou et al. 2016; its mean over the map is the logits.
 */
final class Head {
    static final String LOGITS = "logits";
    static final String FEATURES = "features";
    static final String ACTIVATION = "activation";
    static final String WEIGHT = "head.weight";
    static final String BIAS = "head.bias";

    private static final Set<String> POOLING = Set.of("GlobalAveragePool", "AveragePool", "ReduceMean");
    private static final float INITIAL_DEVIATION = 0.01f;

    private Head() {}

    /** The network up to its last feature map, which becomes its one output. */
    static Graph cut(Graph graph) throws TrainingException {
        Node pooling = graph.nodes().reversed().stream()
                .filter(node -> POOLING.contains(node.operator()))
                .findFirst()
                .orElseThrow(() -> new TrainingException("the network has no global pooling ("
                        + String.join(", ", POOLING) + "), so it is not known where its features end"));
        String features = pooling.inputs().getFirst();
        Graph body = renamed(graph.upTo(List.of(features)), features);
        return body.withOutputs(
                List.of(Graph.value(FEATURES, TensorProto.DataType.FLOAT, "batch", "channels", "h", "w")));
    }

    private static Graph renamed(Graph graph, String features) {
        return graph.withNodes(graph.nodes().stream()
                .map(node -> {
                    NodeProto.Builder changed = node.proto().toBuilder();
                    for (int i = 0; i < changed.getInputCount(); i++) {
                        changed.setInput(i, changed.getInput(i).equals(features) ? FEATURES : changed.getInput(i));
                    }
                    for (int i = 0; i < changed.getOutputCount(); i++) {
                        changed.setOutput(i, changed.getOutput(i).equals(features) ? FEATURES : changed.getOutput(i));
                    }
                    return changed.build();
                })
                .toList());
    }

    /**
     * The network with the head of another one in place of its own; as it is where that one's head is of another form.
     */
    static Graph taken(Graph from, Graph into) {
        List<TensorProto> head = Stream.of(WEIGHT, BIAS)
                .flatMap(name -> Stream.ofNullable(from.initializers().get(name)))
                .toList();
        boolean fits = head.size() == 2
                && head.stream().allMatch(tensor -> {
                    TensorProto own = into.initializers().get(tensor.getName());
                    return own != null
                            && own.getDataType() == tensor.getDataType()
                            && own.getDimsList().equals(tensor.getDimsList());
                });
        return fits ? into.withInitializers(head) : into;
    }

    /** A body with a fresh head for so many labels on its so many channels. */
    static Graph attach(Graph body, int labels, int channels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] weight = new float[labels * channels];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (random.nextGaussian() * INITIAL_DEVIATION);
        }
        List<NodeProto> nodes = new ArrayList<>();
        body.nodes().forEach(node -> nodes.add(node.proto()));
        nodes.add(Graph.node("GlobalAveragePool", List.of(FEATURES), "head.pooled"));
        nodes.add(Graph.node("Flatten", List.of("head.pooled"), "head.embedding", Graph.attribute("axis", 1)));
        nodes.add(Graph.node("Gemm", List.of("head.embedding", WEIGHT, BIAS), LOGITS, Graph.attribute("transB", 1)));
        nodes.add(Graph.node("Reshape", List.of(WEIGHT, "head.kernel"), "head.convolution"));
        nodes.add(Graph.node("Conv", List.of(FEATURES, "head.convolution", BIAS), ACTIVATION));
        return body.withNodes(nodes)
                .withInitializers(List.of(
                        TensorData.of(WEIGHT, weight, labels, channels),
                        TensorData.of(BIAS, new float[labels], labels),
                        TensorData.of("head.kernel", labels, channels, 1, 1)))
                .withOutputs(List.of(
                        Graph.value(LOGITS, TensorProto.DataType.FLOAT, "batch", (long) labels),
                        Graph.value(FEATURES, TensorProto.DataType.FLOAT, "batch", (long) channels, "h", "w"),
                        Graph.value(ACTIVATION, TensorProto.DataType.FLOAT, "batch", (long) labels, "h", "w")));
    }
}
