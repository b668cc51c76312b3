package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.stream.IntStream;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.training.Value.Integers;

/** Where ONNX's Slice cuts: attributes up to opset 9, inputs since. */
@SuppressWarnings("ArrayRecordComponent") // lives as long as one call, never compared
record Slices(int[] axes, long[] starts, long[] ends, long[] steps) {
    static Slices of(Node node, List<Value> inputs, int rank) {
        boolean asInputs = node.has(1);
        long[] starts = asInputs ? Operators.integers(node, inputs, 1) : node.integers("starts");
        long[] ends = asInputs ? Operators.integers(node, inputs, 2) : node.integers("ends");
        long[] inOrder = IntStream.range(0, starts.length).asLongStream().toArray();
        long[] axes = node.has(3) ? Operators.integers(node, inputs, 3) : node.integers("axes", inOrder);
        long[] ones = IntStream.range(0, starts.length).mapToLong(i -> 1).toArray();
        long[] steps = node.has(4) ? Operators.integers(node, inputs, 4) : ones;
        int[] fromFront = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            fromFront[i] = ShapeOperators.axis(axes[i], rank);
        }
        return new Slices(fromFront, starts, ends, steps);
    }

    Integers of(long[] vector) {
        long start = clamped(starts[0], vector.length);
        long end = clamped(ends[0], vector.length);
        return Integers.vector(IntStream.range(0, vector.length)
                .filter(i -> i >= start && i < end && (i - start) % steps[0] == 0)
                .mapToLong(i -> vector[i])
                .toArray());
    }

    NDArray of(Node node, NDArray x) {
        NDIndex index = new NDIndex();
        for (int axis = 0; axis < x.getShape().dimension(); axis++) {
            int which = indexOf(axis);
            if (which < 0) {
                index.addAllDim();
                continue;
            }
            if (steps[which] < 1) {
                throw new OnnxException(node, "cuts with step " + steps[which] + ", but must step forward");
            }
            long size = x.getShape().get(axis);
            index.addSliceDim(clamped(starts[which], size), clamped(ends[which], size), steps[which]);
        }
        return x.get(index);
    }

    private int indexOf(int axis) {
        return IntStream.range(0, axes.length)
                .filter(i -> axes[i] == axis)
                .findFirst()
                .orElse(-1);
    }

    private static long clamped(long position, long size) {
        return Math.clamp(position < 0 ? position + size : position, 0, size);
    }
}
