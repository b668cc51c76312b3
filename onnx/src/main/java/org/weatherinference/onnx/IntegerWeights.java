package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A convolution's weights as whole numbers of 8 bits, and its bias as those of 32, with a step for each output. */
final class IntegerWeights {
    private static final int TOP = 127;
    /** So that a bias fits in 32 bits. */
    private static final double MOST_BIAS = 1e9;

    private final long[] shape;
    private final byte[] numbers;
    private final float[] steps;
    private final int[] biases;
    private final float[] biasSteps;

    private IntegerWeights(Convolution convolution) {
        shape = TensorData.shape(convolution.weight());
        numbers = new byte[convolution.outputs() * convolution.weightsOfOutput()];
        steps = new float[convolution.outputs()];
        biases = new int[convolution.outputs()];
        biasSteps = new float[convolution.outputs()];
    }

    /** @param seen of the input; null where its mean is not known, and biases stay */
    static IntegerWeights of(
            Convolution convolution, float[] weights, float[] bias, ByteScale input, @Nullable Channels seen) {
        IntegerWeights made = new IntegerWeights(convolution);
        int each = convolution.weightsOfOutput();
        for (int output = 0; output < bias.length; output++) {
            int from = output * each;
            double leastStep = Math.abs(bias[output]) / input.step() / MOST_BIAS;
            made.steps[output] = (float) Math.max(step(weights, from, each), leastStep);
            double excess = 0;
            for (int i = from; i < from + each; i++) {
                made.numbers[i] = (byte) round(weights[i], made.steps[output]);
                double mean = seen == null ? 0 : seen.mean(convolution.channel(i));
                excess += (made.numbers[i] * made.steps[output] - weights[i]) * mean;
            }
            made.biasSteps[output] = input.step() * made.steps[output];
            made.biases[output] = (int) Math.round((bias[output] - excess) / made.biasSteps[output]);
        }
        return made;
    }

    /** That with the least squared error; the farthest weight may be cut by it. */
    private static float step(float[] weights, int from, int count) {
        float most = 0;
        for (int i = from; i < from + count; i++) {
            most = Math.max(most, Math.abs(weights[i]));
        }
        float best = Math.max(most / TOP, 1e-8f);
        double least = Double.MAX_VALUE;
        for (int percent = 70; percent <= 100 && most > 0; percent += 2) {
            float step = Math.max(most * percent / 100 / TOP, 1e-8f);
            double error = error(weights, from, count, step);
            if (error < least) {
                least = error;
                best = step;
            }
        }
        return best;
    }

    private static double error(float[] weights, int from, int count, float step) {
        double error = 0;
        for (int i = from; i < from + count; i++) {
            double difference = weights[i] - (double) round(weights[i], step) * step;
            error += difference * difference;
        }
        return error;
    }

    private static int round(float weight, float step) {
        return Math.clamp(Math.round((double) weight / step), -TOP, TOP);
    }

    /** What the weights are called as float32. */
    String weight(String value) {
        return value + ".weight.through";
    }

    /** What the bias is called as float32. */
    String bias(String value) {
        return value + ".bias.through";
    }

    List<TensorProto> tensors(String value) {
        int outputs = steps.length;
        return List.of(
                TensorData.bytes(value + ".weight.whole", DataType.INT8, numbers, shape),
                TensorData.of(value + ".weight.step", steps, outputs),
                TensorData.bytes(value + ".weight.zero", DataType.INT8, new byte[outputs], outputs),
                TensorData.narrow(value + ".bias.whole", biases),
                TensorData.of(value + ".bias.step", biasSteps, outputs),
                TensorData.narrow(value + ".bias.zero", new int[outputs]));
    }

    List<NodeProto> nodes(String value) {
        return List.of(through(value + ".weight"), through(value + ".bias"));
    }

    private static NodeProto through(String name) {
        return Graph.node(
                "DequantizeLinear",
                List.of(name + ".whole", name + ".step", name + ".zero"),
                name + ".through",
                Graph.attribute("axis", 0));
    }
}
