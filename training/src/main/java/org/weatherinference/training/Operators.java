package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.training.Value.Integers;
import org.weatherinference.training.Value.Tensor;

/**
 * ONNX operators as DJL operations, so that PyTorch can find their gradients. What shapes are made of goes through
 * {@link ShapeOperators} instead.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/Operators.md">ONNX operator schemas</a>
 */
final class Operators implements AutoCloseable {
    private static final int BATCH_NORM_AXIS = 1;

    /** Stands for a bound that is not there: TorchScript refuses the largest float and has no word for infinity. */
    private static final float UNBOUNDED = 3e38f;

    private final Map<String, ScriptedFunction> functions = new HashMap<>();

    /** @param training whether batch norms use, and remember, the batch's own statistics */
    Value apply(Node node, List<Value> inputs, boolean training) {
        if (ShapeOperators.applies(node, inputs)) {
            return ShapeOperators.apply(node, inputs);
        }
        return new Tensor(
                switch (node.operator()) {
                    case "Conv" -> convolution(node, inputs);
                    case "BatchNormalization" -> batchNorm(node, inputs, training);
                    case "Relu" -> Activation.relu(tensor(node, inputs, 0));
                    case "LeakyRelu" -> Activation.leakyRelu(tensor(node, inputs, 0), node.real("alpha", 0.01f));
                    case "Clip" -> clip(node, inputs);
                    case "Sigmoid" -> Activation.sigmoid(tensor(node, inputs, 0));
                    case "Tanh" -> Activation.tanh(tensor(node, inputs, 0));
                    case "HardSigmoid" -> hardSigmoid(node, tensor(node, inputs, 0));
                    case "HardSwish" -> function("torch.hardswish(x)").apply(tensor(node, inputs, 0));
                    case "Add" -> tensor(node, inputs, 0).add(tensor(node, inputs, 1));
                    case "Sub" -> tensor(node, inputs, 0).sub(tensor(node, inputs, 1));
                    case "Mul" -> tensor(node, inputs, 0).mul(tensor(node, inputs, 1));
                    case "Div" -> tensor(node, inputs, 0).div(tensor(node, inputs, 1));
                    case "MatMul" -> tensor(node, inputs, 0).matMul(tensor(node, inputs, 1));
                    case "Gemm" -> gemm(node, inputs);
                    case "GlobalAveragePool" -> mean(tensor(node, inputs, 0), true, 2, 3);
                    case "ReduceMean" -> reduceMean(node, inputs);
                    case "AveragePool" -> Pooling.average(node, tensor(node, inputs, 0));
                    case "MaxPool" -> Pooling.max(node, tensor(node, inputs, 0));
                    case "Concat" -> concat(node, inputs);
                    case "Pad" -> pad(node, inputs);
                    case "Flatten" -> flatten(node, tensor(node, inputs, 0));
                    case "Reshape" -> reshape(tensor(node, inputs, 0), integers(node, inputs, 1));
                    case "Squeeze" -> squeeze(node, inputs);
                    case "Unsqueeze" -> unsqueeze(node, inputs);
                    case "Slice" -> slice(node, inputs);
                    case "Transpose" -> transpose(node, tensor(node, inputs, 0));
                    case "Cast" -> tensor(node, inputs, 0).toType(type(node), false);
                    case "Softmax" -> softmax(node, tensor(node, inputs, 0));
                    case "Dropout", "Identity" -> tensor(node, inputs, 0);
                    default -> throw new OnnxException(node, "is an operator that cannot be trained through");
                });
    }

    @Override
    public void close() {
        functions.values().forEach(ScriptedFunction::close);
    }

    private ScriptedFunction function(String expression) {
        return functions.computeIfAbsent(expression, ScriptedFunction::new);
    }

    static NDArray tensor(Node node, List<Value> inputs, int index) {
        if (index < inputs.size() && inputs.get(index) instanceof Tensor(NDArray array)) {
            return array;
        }
        throw new OnnxException(node, "needs numbers as input " + index);
    }

    static long[] integers(Node node, List<Value> inputs, int index) {
        if (index < inputs.size() && inputs.get(index) instanceof Integers found) {
            return found.values();
        }
        throw new OnnxException(node, "needs constant whole numbers as input " + index);
    }

    private static NDArray convolution(Node node, List<Value> inputs) {
        NDArray weight = tensor(node, inputs, 1);
        if (weight.getShape().dimension() != 4) {
            throw new OnnxException(node, "is no two-dimensional convolution");
        }
        NDArray bias = node.has(2) ? tensor(node, inputs, 2) : null;
        Window window =
                Window.of(node, weight.getShape().get(2), weight.getShape().get(3));
        NDArray x = window.padded(tensor(node, inputs, 0), 0);
        return Conv2d.conv2d(x, weight, bias, window.strides(), window.symmetricPadding(), window.dilations(), (int)
                        node.integer("group", 1))
                .singletonOrThrow();
    }

    private static NDArray batchNorm(Node node, List<Value> inputs, boolean training) {
        return BatchNorm.batchNorm(
                        tensor(node, inputs, 0),
                        tensor(node, inputs, 3),
                        tensor(node, inputs, 4),
                        tensor(node, inputs, 1),
                        tensor(node, inputs, 2),
                        BATCH_NORM_AXIS,
                        node.real("momentum", 0.9f),
                        node.real("epsilon", 1e-5f),
                        training)
                .singletonOrThrow();
    }

    private NDArray clip(Node node, List<Value> inputs) {
        float low = bound(node, inputs, "min", 1, -UNBOUNDED);
        float high = bound(node, inputs, "max", 2, UNBOUNDED);
        NDArray x = tensor(node, inputs, 0);
        return low == 0 && high == UNBOUNDED
                ? Activation.relu(x)
                : function("torch.hardtanh(x, " + low + ", " + high + ")").apply(x);
    }

    /** Clip's bounds were attributes up to opset 10 and are inputs since. */
    private static float bound(Node node, List<Value> inputs, String attribute, int input, float fallback) {
        float bound = node.has(input) ? tensor(node, inputs, input).toFloatArray()[0] : node.real(attribute, fallback);
        return Math.clamp(bound, -UNBOUNDED, UNBOUNDED);
    }

    private NDArray hardSigmoid(Node node, NDArray x) {
        NDArray line = x.mul(node.real("alpha", 0.2f)).add(node.real("beta", 0.5f));
        return function("torch.hardtanh(x, 0., 1.)").apply(line);
    }

    private static NDArray gemm(Node node, List<Value> inputs) {
        NDArray a = tensor(node, inputs, 0);
        NDArray b = tensor(node, inputs, 1);
        NDArray product = (node.integer("transA", 0) == 1 ? a.transpose() : a)
                .matMul(node.integer("transB", 0) == 1 ? b.transpose() : b);
        float alpha = node.real("alpha", 1);
        NDArray scaled = alpha == 1 ? product : product.mul(alpha);
        if (!node.has(2)) {
            return scaled;
        }
        float beta = node.real("beta", 1);
        NDArray bias = tensor(node, inputs, 2);
        return scaled.add(beta == 1 ? bias : bias.mul(beta));
    }

    /** DJL's mean takes one axis at a time. */
    static NDArray mean(NDArray x, boolean keep, int... axes) {
        NDArray result = x;
        for (int axis : axes) {
            result = result.mean(new int[] {axis}, true);
        }
        return keep ? result : result.squeeze(axes);
    }

    private static NDArray reduceMean(Node node, List<Value> inputs) {
        NDArray x = tensor(node, inputs, 0);
        long[] axes = node.has(1) ? integers(node, inputs, 1) : node.integers("axes");
        if (axes.length == 0) {
            throw new OnnxException(node, "names no axes");
        }
        return mean(
                x,
                node.integer("keepdims", 1) == 1,
                ShapeOperators.axes(axes, x.getShape().dimension()));
    }

    private static NDArray concat(Node node, List<Value> inputs) {
        NDList parts = new NDList();
        for (int i = 0; i < inputs.size(); i++) {
            parts.add(tensor(node, inputs, i));
        }
        int rank = parts.head().getShape().dimension();
        return NDArrays.concat(parts, ShapeOperators.axis(node.integer("axis", 1), rank));
    }

    private static NDArray pad(Node node, List<Value> inputs) {
        if (!node.text("mode", "constant").equals("constant")) {
            throw new OnnxException(node, "pads by " + node.text("mode", "") + ", but only constants are known");
        }
        long[] pads = node.has(1) ? integers(node, inputs, 1) : node.integers("pads");
        float value = node.has(2) ? tensor(node, inputs, 2).toFloatArray()[0] : node.real("value", 0);
        int rank = pads.length / 2;
        long[] lastAxisFirst = new long[pads.length];
        for (int axis = 0; axis < rank; axis++) {
            lastAxisFirst[2 * (rank - 1 - axis)] = pads[axis];
            lastAxisFirst[2 * (rank - 1 - axis) + 1] = pads[axis + rank];
        }
        return tensor(node, inputs, 0).pad(new Shape(lastAxisFirst), value);
    }

    private static NDArray flatten(Node node, NDArray x) {
        Shape shape = x.getShape();
        int axis = ShapeOperators.axis(node.integer("axis", 1), shape.dimension());
        return x.reshape(shape.slice(0, axis).size(), shape.slice(axis).size());
    }

    private static NDArray reshape(NDArray x, long[] wanted) {
        long[] shape = wanted.clone();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] == 0 ? x.getShape().get(i) : shape[i];
        }
        return x.reshape(shape);
    }

    private static NDArray squeeze(Node node, List<Value> inputs) {
        NDArray x = tensor(node, inputs, 0);
        long[] axes = node.has(1) ? integers(node, inputs, 1) : node.integers("axes");
        return axes.length == 0
                ? x.squeeze()
                : x.squeeze(ShapeOperators.axes(axes, x.getShape().dimension()));
    }

    private static NDArray unsqueeze(Node node, List<Value> inputs) {
        NDArray x = tensor(node, inputs, 0);
        long[] axes = node.has(1) ? integers(node, inputs, 1) : node.integers("axes");
        for (int axis : ShapeOperators.axes(axes, x.getShape().dimension() + axes.length)) {
            x = x.expandDims(axis);
        }
        return x;
    }

    private static NDArray slice(Node node, List<Value> inputs) {
        NDArray x = tensor(node, inputs, 0);
        Slices slices = Slices.of(node, inputs, x.getShape().dimension());
        return slices.of(node, x);
    }

    private static NDArray transpose(Node node, NDArray x) {
        long[] order = node.integers("perm");
        if (order.length == 0) {
            return x.transpose();
        }
        int[] axes = new int[order.length];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = (int) order[i];
        }
        return x.transpose(axes);
    }

    private static NDArray softmax(Node node, NDArray x) {
        return x.softmax(
                ShapeOperators.axis(node.integer("axis", -1), x.getShape().dimension()));
    }

    private static DataType type(Node node) {
        int to = (int) node.integer("to", 0);
        return switch (TensorProto.DataType.forNumber(to)) {
            case FLOAT -> DataType.FLOAT32;
            case UINT8 -> DataType.UINT8;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case null, default -> throw new OnnxException(node, "casts to type " + to + ", which is not known");
        };
    }
}
