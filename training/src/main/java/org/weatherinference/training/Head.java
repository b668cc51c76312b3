package org.weatherinference.training;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.Outputs;
import org.weatherinference.onnx.TensorData;

/**
 * The end of a network: global pooling, then one linear layer. Whatever followed the last global pooling is replaced.
 * What it gives is told by {@link Outputs}.
 */
final class Head {
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
        return graph.upTo(List.of(features))
                .renamed(Map.of(features, Outputs.FEATURES))
                .withOutputs(List.of(Outputs.features("channels")));
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
        nodes.add(Graph.node("GlobalAveragePool", List.of(Outputs.FEATURES), "head.pooled"));
        nodes.add(Graph.node("Flatten", List.of("head.pooled"), "head.embedding", Graph.attribute("axis", 1)));
        nodes.add(Graph.node(
                "Gemm", List.of("head.embedding", WEIGHT, BIAS), Outputs.LOGITS, Graph.attribute("transB", 1)));
        Graph headed = body.withNodes(nodes)
                .withInitializers(List.of(
                        TensorData.of(WEIGHT, weight, labels, channels),
                        TensorData.of(BIAS, new float[labels], labels)));
        return Outputs.withActivation(headed, WEIGHT, BIAS, labels).withOutputs(Outputs.all(labels, (long) channels));
    }
}
