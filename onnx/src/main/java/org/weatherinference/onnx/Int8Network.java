package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network whose convolutions reckon in whole numbers of 8 bits, by static quantisation (Jacob et al. 2018,
 * "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference"): QuantizeLinear and
 * DequantizeLinear nodes stand round each, which ONNX Runtime turns into integer kernels. The file is about a quarter
 * as long. Input and outputs are as before; what follows the last feature map stays float32.
 *
 * <p>Batch norms are folded into the convolutions, so that it is no good start for another training. Channels are made
 * alike first ({@link Equalisation}); weights have a scale for each output channel, values one for all; what the
 * rounded weights add to each channel on average is taken off its bias (both Nagel et al. 2019, "Data-Free Quantization
 * Through Weight Equalization and Bias Correction").
 */
public final class Int8Network {
    private Int8Network() {}

    /**
     * The network in int8.
     *
     * @param calibration is run twice, on the same photos
     * @throws OnnxException where the network has no convolution with weights of its own
     * @throws E what the calibration throws
     */
    public static <E extends Exception> Graph of(Graph network, Calibration<E> calibration) throws E {
        Graph folded = FoldedNorms.of(network);
        IntegerPart part = IntegerPart.of(folded);
        Map<String, Channels> channels = new LinkedHashMap<>();
        calibration.run(
                probe(part),
                (value, numbers, count) -> channels.computeIfAbsent(value, _ -> new Channels(count))
                        .see(numbers));
        Equalisation equalisation = Equalisation.of(part, channels);
        IntegerPart even = IntegerPart.of(equalisation.applied(part));
        Map<String, Channels> evened = equalisation.applied(channels);
        Map<String, Histogram> histograms = new LinkedHashMap<>();
        evened.forEach((value, seen) -> histograms.put(value, new Histogram(seen.least(), seen.most())));
        calibration.run(
                probe(even), (value, numbers, _) -> histogram(histograms, value).see(numbers));
        Map<String, ByteScale> scales = new LinkedHashMap<>();
        histograms.forEach((value, histogram) -> scales.put(value, histogram.scale()));
        return IntegerNodes.of(even, evened, scales);
    }

    private static Histogram histogram(Map<String, Histogram> histograms, String value) {
        Histogram found = histograms.get(value);
        if (found == null) {
            throw new IllegalStateException("value " + value + " was not shown the first time");
        }
        return found;
    }

    /** What gives all values that are to be measured. */
    private static Graph probe(IntegerPart part) {
        Graph probe = part.graph()
                .withOutputs(part.values().stream()
                        .map(value -> Graph.value(value, TensorProto.DataType.FLOAT, "n", "c", "h", "w"))
                        .toList());
        return probe.upTo(List.copyOf(part.values()));
    }
}
