package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The bytes of a photo less a mean, divided by a deviation, as {@link PixelInput} puts it in front of networks. Bytes
 * are whole numbers already: a convolution takes them as they are when its weights are divided in their place, which
 * saves three passes over the photo.
 */
final class NormalisedPixels {
    private final String planes;
    private final float[] mean;
    private final float[] deviation;

    private NormalisedPixels(String planes, float[] mean, float[] deviation) {
        this.planes = planes;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Those that a convolution reads. */
    static Optional<NormalisedPixels> before(Graph graph, Convolution convolution) {
        long channels = convolution.weight().getDims(1);
        return step(graph, convolution.input(), "Div")
                .flatMap(scaled -> step(graph, scaled.inputs().getFirst(), "Sub")
                        .flatMap(centred -> step(graph, centred.inputs().getFirst(), "Cast")
                                .filter(cast -> isBytes(graph, cast.inputs().getFirst()))
                                .flatMap(cast -> numbers(graph, centred, channels)
                                        .flatMap(mean -> numbers(graph, scaled, channels)
                                                .map(deviation -> new NormalisedPixels(
                                                        cast.inputs().getFirst(), mean, deviation))))));
    }

    private static Optional<Node> step(Graph graph, String value, String operator) {
        return graph.producer(value).filter(node -> node.operator().equals(operator));
    }

    private static boolean isBytes(Graph graph, String value) {
        Optional<Node> moved = graph.producer(value)
                .filter(node -> Set.of("Transpose", "Gather").contains(node.operator()));
        if (moved.isPresent()) {
            return isBytes(graph, moved.get().inputs().getFirst());
        }
        return graph.input().getName().equals(value)
                && graph.input().getType().getTensorType().getElemType() == TensorProto.DataType.UINT8.getNumber();
    }

    private static Optional<float[]> numbers(Graph graph, Node node, long channels) {
        return Optional.ofNullable(graph.initializers().get(node.inputs().get(1)))
                .filter(TensorData::isFloat)
                .filter(tensor -> Arrays.equals(TensorData.shape(tensor), new long[] {1, channels, 1, 1}))
                .map(TensorData::floats);
    }

    /** The bytes, [batch, channels, height, width]. */
    String planes() {
        return planes;
    }

    /** The byte that stands for the mean. Exact but at the border, where it stands in for every channel's own mean. */
    ByteScale scale() {
        double sum = 0;
        for (float value : mean) {
            sum += value;
        }
        return new ByteScale(1, Math.clamp(Math.round(sum / mean.length), 0, ByteScale.TOP));
    }

    /** Changes weights and bias for the bytes in the place of what is made of them. */
    void undo(Convolution convolution, float[] weights, float[] bias) {
        int zero = scale().zero();
        for (int i = 0; i < weights.length; i++) {
            int channel = convolution.channel(i);
            int output = i / convolution.weightsOfOutput();
            weights[i] /= deviation[channel];
            bias[output] += weights[i] * (zero - mean[channel]);
        }
    }
}
