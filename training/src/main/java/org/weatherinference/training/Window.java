package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.OnnxException;

/**
 * The sliding window of a convolution or a pooling. PyTorch pads both ends of an axis alike; where ONNX does not, the
 * picture is padded beforehand.
 */
final class Window {
    private final Node node;
    private final long[] kernel;
    private final long[] strides;
    private final long[] dilations;

    private Window(Node node, long[] kernel) {
        this.node = node;
        this.kernel = kernel;
        this.strides = node.integers("strides", 1, 1);
        this.dilations = node.integers("dilations", 1, 1);
    }

    static Window of(Node node, long... kernel) {
        if (kernel.length != 2) {
            throw new OnnxException(node, "has no two-dimensional window");
        }
        return new Window(node, kernel);
    }

    Shape kernel() {
        return new Shape(kernel);
    }

    Shape strides() {
        return new Shape(strides);
    }

    Shape dilations() {
        return new Shape(dilations);
    }

    /** What PyTorch itself may pad: nothing where {@link #padded} has done it. */
    Shape symmetricPadding() {
        long[] pads = node.integers("pads", 0, 0, 0, 0);
        return automatic() || !symmetric(pads) ? new Shape(0, 0) : new Shape(pads[0], pads[1]);
    }

    /** Whether anything is padded at all. */
    boolean pads(NDArray x) {
        return Arrays.stream(pads(x.getShape())).anyMatch(pad -> pad != 0);
    }

    /** The picture, padded with a value where its ends differ. */
    NDArray padded(NDArray x, double value) {
        long[] pads = pads(x.getShape());
        return !pads(x) || (!automatic() && symmetric(pads))
                ? x
                : x.pad(new Shape(pads[1], pads[3], pads[0], pads[2]), value);
    }

    private long[] pads(Shape x) {
        return automatic() ? automatic(x) : node.integers("pads", 0, 0, 0, 0);
    }

    private boolean automatic() {
        return node.text("auto_pad", "NOTSET").startsWith("SAME");
    }

    private static boolean symmetric(long[] pads) {
        return pads[0] == pads[2] && pads[1] == pads[3];
    }

    /**
     * As much as makes the output cover the whole input; an odd pixel goes to the end, or for SAME_LOWER to the start.
     */
    private long[] automatic(Shape x) {
        boolean lower = node.text("auto_pad", "").equals("SAME_LOWER");
        long[] pads = new long[4];
        for (int axis = 0; axis < 2; axis++) {
            long size = x.get(axis + 2);
            long steps = (size + strides[axis] - 1) / strides[axis];
            long reach = (kernel[axis] - 1) * dilations[axis] + 1;
            long total = Math.max(0, (steps - 1) * strides[axis] + reach - size);
            pads[axis] = lower ? total - total / 2 : total / 2;
            pads[axis + 2] = total - pads[axis];
        }
        return pads;
    }
}
