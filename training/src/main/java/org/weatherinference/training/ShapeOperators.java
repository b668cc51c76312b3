package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.training.Value.Integers;
import org.weatherinference.training.Value.Tensor;

/** The arithmetic on shapes that exporters leave in a graph, done in Java on a few whole numbers. */
final class ShapeOperators {
    private ShapeOperators() {}

    static boolean applies(Node node, List<Value> inputs) {
        return node.operator().equals("Shape")
                || (!inputs.isEmpty() && inputs.stream().allMatch(value -> !(value instanceof Tensor)));
    }

    static Value apply(Node node, List<Value> inputs) {
        return switch (node.operator()) {
            case "Shape" -> shape(node, Operators.tensor(node, inputs, 0));
            case "Add" -> each(node, inputs, Long::sum);
            case "Sub" -> each(node, inputs, (a, b) -> a - b);
            case "Mul" -> each(node, inputs, (a, b) -> a * b);
            case "Div" -> each(node, inputs, (a, b) -> a / b);
            case "Concat" ->
                Integers.vector(inputs.stream()
                        .flatMapToLong(value -> Arrays.stream(((Integers) value).values()))
                        .toArray());
            case "Gather" -> gather(node, inputs);
            case "Slice" -> Slices.of(node, inputs, 1).of(integers(node, inputs, 0));
            case "Squeeze" -> new Integers(integers(node, inputs, 0), true);
            case "Unsqueeze" -> new Integers(integers(node, inputs, 0), false);
            case "Reshape", "Identity" -> inputs.getFirst();
            case "Cast" -> cast(node, inputs);
            default -> throw new OnnxException(node, "is not known on whole numbers");
        };
    }

    /** Axes counted from the front, sorted. */
    static int[] axes(long[] axes, int rank) {
        return Arrays.stream(axes).mapToInt(axis -> axis(axis, rank)).sorted().toArray();
    }

    /** An axis counted from the front. */
    static int axis(long axis, int rank) {
        return (int) (axis < 0 ? axis + rank : axis);
    }

    private static long[] integers(Node node, List<Value> inputs, int index) {
        return Operators.integers(node, inputs, index);
    }

    private static Integers shape(Node node, NDArray x) {
        long[] shape = x.getShape().getShape();
        int start = position(node.integer("start", 0), shape.length);
        int end = position(node.integer("end", shape.length), shape.length);
        return Integers.vector(Arrays.copyOfRange(shape, start, Math.max(start, end)));
    }

    /** Counted from the front, and within the shape, as ONNX has it. */
    private static int position(long position, int rank) {
        return Math.clamp(position < 0 ? position + rank : position, 0, rank);
    }

    private static Integers each(Node node, List<Value> inputs, LongBinaryOperator operator) {
        long[] a = integers(node, inputs, 0);
        long[] b = integers(node, inputs, 1);
        int length = Math.max(a.length, b.length);
        long[] result = IntStream.range(0, length)
                .mapToLong(i -> operator.applyAsLong(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]))
                .toArray();
        return new Integers(result, inputs.stream().allMatch(value -> ((Integers) value).scalar()));
    }

    private static Integers gather(Node node, List<Value> inputs) {
        long[] data = integers(node, inputs, 0);
        Integers indices = (Integers) inputs.get(1);
        return new Integers(
                LongStream.of(indices.values())
                        .map(index -> data[axis(index, data.length)])
                        .toArray(),
                indices.scalar());
    }

    private static Value cast(Node node, List<Value> inputs) {
        int to = (int) node.integer("to", 0);
        if (to == TensorProto.DataType.INT64.getNumber() || to == TensorProto.DataType.INT32.getNumber()) {
            return inputs.getFirst();
        }
        throw new OnnxException(node, "makes a shape into type " + to + ", which is not known");
    }
}
