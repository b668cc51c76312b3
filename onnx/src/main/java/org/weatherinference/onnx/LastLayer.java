package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The end of a network that can explain itself: global average pooling of a feature map, then one linear layer and
 * nothing else.
 *
 * @param features the feature map's name
 * @param weight the linear layer's
 * @param transposed whether the weight is [channels, labels] in place of [labels, channels]
 * @param bias the linear layer's, any shape of so many numbers as labels; empty where there is none
 */
record LastLayer(String features, String weight, boolean transposed, String bias) {
    private static final Set<String> SHAPING = Set.of("Flatten", "Reshape", "Squeeze", "Dropout", "Identity");

    /** A linear layer before it is known what it reads. */
    private record Linear(String data, String weight, boolean transposed, String bias) {}

    /** Of a graph; nothing where it ends in another way. */
    static Optional<LastLayer> of(Graph graph, String logits) {
        return linear(graph, logits)
                .flatMap(linear -> pooled(graph, linear.data())
                        .map(features -> new LastLayer(features, linear.weight(), linear.transposed(), linear.bias())));
    }

    private static Optional<Linear> linear(Graph graph, String value) {
        return graph.producer(value).flatMap(node -> switch (node.operator()) {
            case "Gemm" -> gemm(node);
            case "MatMul" -> product(node, "");
            case "Add" -> sum(graph, node);
            default -> Optional.empty();
        });
    }

    private static Optional<Linear> gemm(Node node) {
        boolean plain = node.real("alpha", 1) == 1 && node.real("beta", 1) == 1 && node.integer("transA", 0) == 0;
        return plain
                ? Optional.of(new Linear(
                        node.inputs().getFirst(),
                        node.inputs().get(1),
                        node.integer("transB", 0) == 0,
                        node.has(2) ? node.inputs().get(2) : ""))
                : Optional.empty();
    }

    private static Optional<Linear> product(Node node, String bias) {
        return Optional.of(new Linear(node.inputs().getFirst(), node.inputs().get(1), true, bias));
    }

    private static Optional<Linear> sum(Graph graph, Node node) {
        for (int i = 0; i < 2; i++) {
            String bias = node.inputs().get(1 - i);
            Optional<Node> product = graph.producer(node.inputs().get(i))
                    .filter(before -> before.operator().equals("MatMul"));
            if (product.isPresent() && graph.initializers().containsKey(bias)) {
                return product(product.get(), bias);
            }
        }
        return Optional.empty();
    }

    /** The feature map that a value is the mean of. */
    private static Optional<String> pooled(Graph graph, String value) {
        Optional<Node> producer = graph.producer(value);
        while (producer.isPresent() && SHAPING.contains(producer.get().operator())) {
            producer = graph.producer(producer.get().inputs().getFirst());
        }
        return producer.filter(node -> isGlobalMean(graph, node))
                .map(node -> node.inputs().getFirst());
    }

    private static boolean isGlobalMean(Graph graph, Node node) {
        return switch (node.operator()) {
            case "GlobalAveragePool" -> true;
            case "ReduceMean" -> areHeightAndWidth(axes(graph, node));
            default -> false;
        };
    }

    /** An attribute until version 18 of the operators, an input since. */
    private static long[] axes(Graph graph, Node node) {
        TensorProto given = node.has(1) ? graph.initializers().get(node.inputs().get(1)) : null;
        return given == null ? node.integers("axes") : TensorData.integers(given);
    }

    private static boolean areHeightAndWidth(long[] axes) {
        List<Long> sides = Arrays.stream(axes)
                .map(axis -> axis < 0 ? axis + 4 : axis)
                .sorted()
                .boxed()
                .toList();
        return sides.equals(List.of(2L, 3L));
    }
}
