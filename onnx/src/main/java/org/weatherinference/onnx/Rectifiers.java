package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The activations that cut values off at 0 below: ReLU, and ReLU6, which cuts them off at 6 above as well (Sandler et
 * al. 2018, "MobileNetV2"). ONNX Runtime computes a ReLU within the convolution before it, and whatever else comes
 * there in a pass of its own.
 */
public final class Rectifiers {
    /** Of so many values one may be beyond its bound, which then is as good as none. */
    private static final long ONE_OF = 1_000_000;

    private static final Set<String> CONVOLUTION = Set.of("Conv", "BatchNormalization");

    private Rectifiers() {}

    /**
     * The same network without the upper bounds that its values hardly ever reach: ReLU in the place of ReLU6. On the
     * photos of the calibration it answers the same, or nearly so.
     *
     * @param calibration is run once, or not at all where there is no bound
     * @throws OnnxException where there is no bound to take away
     * @throws E what the calibration throws
     */
    public static <E extends Exception> Graph unbounded(Graph network, Calibration<E> calibration) throws E {
        Map<String, Bound> bounds = bounds(network);
        if (!bounds.isEmpty()) {
            calibration.run(
                    probe(network, List.copyOf(bounds.keySet())),
                    (value, numbers, _) ->
                            Objects.requireNonNull(bounds.get(value)).see(numbers));
            bounds.values().removeIf(Bound::isReached);
        }
        if (bounds.isEmpty()) {
            throw new OnnxException("the network has no activation whose upper bound its values do not reach");
        }
        Graph changed = network.withNodes(network.nodes().stream()
                .map(node -> isBounded(network, node)
                                && bounds.containsKey(node.inputs().getFirst())
                        ? relu(node)
                        : node.proto())
                .toList());
        return changed.upTo(names(changed));
    }

    /** By the value that is bounded. */
    private static Map<String, Bound> bounds(Graph network) {
        Map<String, Bound> bounds = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            if (isBounded(network, node)) {
                bounds.merge(node.inputs().getFirst(), new Bound(upper(network, node)), Bound::lower);
            }
        }
        return bounds;
    }

    private static Graph probe(Graph network, List<String> values) {
        return network.withOutputs(values.stream()
                        .map(value -> Graph.value(value, TensorProto.DataType.FLOAT, "n", "c", "h", "w"))
                        .toList())
                .upTo(values);
    }

    private static List<String> names(Graph network) {
        return network.outputs().stream().map(output -> output.getName()).toList();
    }

    private static NodeProto relu(Node node) {
        return node.proto().toBuilder()
                .setOpType("Relu")
                .clearAttribute()
                .clearInput()
                .addInput(node.inputs().getFirst())
                .build();
    }

    /** After a convolution, where alone it costs anything. */
    private static boolean isBounded(Graph network, Node node) {
        return node.operator().equals("Clip")
                && rectifies(network, node)
                && network.producer(node.inputs().getFirst())
                        .filter(producer -> CONVOLUTION.contains(producer.operator()))
                        .isPresent();
    }

    /** Whether it only cuts values off, at 0 below. */
    static boolean rectifies(Graph network, Node node) {
        return switch (node.operator()) {
            case "Relu" -> true;
            case "Clip" -> bound(network, node, "min", 1, 1) == 0;
            default -> false;
        };
    }

    private static float upper(Graph network, Node node) {
        return bound(network, node, "max", 2, Float.POSITIVE_INFINITY);
    }

    /** Bounds were attributes up to opset 10 and are inputs since. */
    private static float bound(Graph network, Node node, String attribute, int input, float otherwise) {
        return node.has(input)
                ? constant(network, node.inputs().get(input)).orElse(otherwise)
                : node.real(attribute, otherwise);
    }

    private static Optional<Float> constant(Graph network, String value) {
        return Optional.ofNullable(network.initializers().get(value))
                .or(() -> network.producer(value)
                        .filter(node -> node.operator().equals("Constant") && node.has("value"))
                        .map(node -> node.tensor("value")))
                .filter(TensorData::isFloat)
                .map(tensor -> TensorData.floats(tensor)[0]);
    }

    /** An upper bound, and how many values were seen on either side of it. */
    private static final class Bound {
        private final float most;
        private long seen;
        private long beyond;

        Bound(float most) {
            this.most = most;
        }

        /** The one of two that is reached first. */
        Bound lower(Bound other) {
            return other.most < most ? other : this;
        }

        void see(FloatBuffer numbers) {
            seen += numbers.remaining();
            while (numbers.hasRemaining()) {
                if (numbers.get() > most) {
                    beyond++;
                }
            }
        }

        boolean isReached() {
            return beyond * ONE_OF > seen;
        }
    }
}
