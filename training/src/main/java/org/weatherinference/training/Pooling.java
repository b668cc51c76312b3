package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.OnnxException;

/** Average and maximum over a sliding window. */
final class Pooling {
    private Pooling() {}

    static NDArray average(Node node, NDArray x) {
        Window window = Window.of(node, node.integers("kernel_shape"));
        NDArray average = average(node, window, x);
        if (node.integer("count_include_pad", 0) == 1 || !window.pads(x)) {
            return average;
        }
        // DJL counts padding in, whatever it is told: so it is divided out.
        NDArray ones = x.getManager()
                .ones(new Shape(1, 1, x.getShape().get(2), x.getShape().get(3)));
        return average.div(average(node, window, ones));
    }

    private static NDArray average(Node node, Window window, NDArray x) {
        return Pool.avgPool2d(
                window.padded(x, 0), window.kernel(), window.strides(), window.symmetricPadding(), ceil(node), true);
    }

    static NDArray max(Node node, NDArray x) {
        Window window = Window.of(node, node.integers("kernel_shape"));
        if (window.dilations().size() != 1) {
            throw new OnnxException(node, "has a dilated window, which is not known");
        }
        NDArray padded = window.padded(x, Float.NEGATIVE_INFINITY);
        return Pool.maxPool2d(padded, window.kernel(), window.strides(), window.symmetricPadding(), ceil(node));
    }

    private static boolean ceil(Node node) {
        return node.integer("ceil_mode", 0) == 1;
    }
}
