package org.weatherinference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.weatherinference.onnx.ForeignNetwork.Adapted;
import org.weatherinference.onnx.ForeignNetwork.Ending;
import org.weatherinference.onnx.NetworkInput.Bytes;
import org.weatherinference.onnx.NetworkInput.Layout;
import org.weatherinference.onnx.NetworkInput.Numbers;

/** Each network is run as its maker would, on numbers that the test prepares, and as a bundle would, on the bytes. */
class ForeignNetworkTest {
    private static final int SIDE = 8;
    private static final int CHANNELS = 5;
    private static final List<String> LABELS = List.of("raining", "sunny");
    private static final List<Float> MEAN = List.of(0.5f, 0.4f, 0.3f);
    private static final List<Float> DEVIATION = List.of(0.2f, 0.25f, 0.3f);
    private static final NetworkInput PLANES = new NetworkInput(Layout.NCHW, Numbers.ofUnit(MEAN, DEVIATION, false));

    private static final byte[] PIXELS = noise();

    private static byte[] noise() {
        var pixels = new byte[SIDE * SIDE * 3];
        new SplittableRandom(3).nextBytes(pixels);
        return pixels;
    }

    /** Convolution, pooling, linear layer, as PyTorch writes them. */
    private static GraphBuilder pytorch(String logits) {
        return body("input")
                .node("GlobalAveragePool", List.of("map"), "pooled")
                .node("Flatten", List.of("pooled"), "flat", Graph.attribute("axis", 1))
                .random("fc.weight", 1, LABELS.size(), CHANNELS)
                .random("fc.bias", 1, LABELS.size())
                .node("Gemm", List.of("flat", "fc.weight", "fc.bias"), logits, Graph.attribute("transB", 1));
    }

    private static GraphBuilder body(String input) {
        return new GraphBuilder(13)
                .input(input, DataType.FLOAT, 1L, 3L, (long) SIDE, (long) SIDE)
                .random("conv.weight", 1, CHANNELS, 3, 3, 3)
                .node("Conv", List.of(input, "conv.weight"), "conv")
                .node("Relu", List.of("conv"), "map");
    }

    @Test
    void softmaxAtTheEnd_isTakenOff() throws Exception {
        byte[] file =
                pytorch("scores").node("Softmax", List.of("scores"), "out").bytes("out");
        Adapted adapted = adapted(file, PLANES);
        assertThat(adapted.ending()).isEqualTo(Ending.SOFTMAX);
        assertSame(softmax(logits(adapted)), asItsMaker(file, "out", planes(false)));
    }

    @Test
    void logits_areLeftAsTheyAre() throws Exception {
        byte[] file =
                pytorch("scores").node("Identity", List.of("scores"), "out").bytes("out");
        Adapted adapted = adapted(file, PLANES);
        assertThat(adapted.ending()).isEqualTo(Ending.LOGITS);
        assertSame(logits(adapted), asItsMaker(file, "out", planes(false)));
    }

    @Test
    void logSoftmax_isTakenOff() throws Exception {
        byte[] file = pytorch("scores")
                .node("LogSoftmax", List.of("scores"), "out", Graph.attribute("axis", 1))
                .bytes("out");
        float[] logarithms = asItsMaker(file, "out", planes(false));
        assertSame(softmax(logits(adapted(file, PLANES))), softmax(logarithms));
    }

    @Test
    void blueFirst_isTurned() throws Exception {
        byte[] file = pytorch("out").bytes("out");
        NetworkInput expected = new NetworkInput(Layout.NCHW, Numbers.ofUnit(MEAN, DEVIATION, true));
        assertSame(logits(adapted(file, expected)), asItsMaker(file, "out", planes(true)));
    }

    @Test
    void namesOfABundle_makeRoom() throws Exception {
        byte[] file = body("pixels")
                .node("Sigmoid", List.of("map"), "features")
                .node("GlobalAveragePool", List.of("features"), "activation")
                .node("Flatten", List.of("activation"), "normalisation.mean", Graph.attribute("axis", 1))
                .random("head.weight", 1, CHANNELS, LABELS.size())
                .node("MatMul", List.of("normalisation.mean", "head.weight"), "logits")
                .node("Softmax", List.of("logits"), "out")
                .bytes("out");
        Adapted adapted = adapted(file, PLANES);
        assertThat(adapted.explains()).isTrue();
        assertSame(softmax(logits(adapted)), asItsMaker(file, "out", planes(false)));
        assertActivationMeansLogits(adapted);
    }

    @Test
    void poolingAndOneLinearLayer_explain() throws Exception {
        Adapted adapted = adapted(pytorch("out").bytes("out"), PLANES);
        assertThat(adapted.explains()).isTrue();
        assertActivationMeansLogits(adapted);
        Outcome features = run(adapted, Outputs.FEATURES);
        assertThat(features.shape()).containsExactly(1, CHANNELS, SIDE - 2, SIDE - 2);
    }

    @Test
    void productAndSum_explainToo() throws Exception {
        byte[] file = body("input")
                .node("ReduceMean", List.of("map"), "pooled", Graph.attribute("axes", List.of(-2L, -1L)), keep(0))
                .random("weight", 1, CHANNELS, LABELS.size())
                .random("bias", 1, LABELS.size())
                .node("MatMul", List.of("pooled", "weight"), "product")
                .node("Add", List.of("bias", "product"), "sum")
                .node("Softmax", List.of("sum"), "out")
                .bytes("out");
        Adapted adapted = adapted(file, PLANES);
        assertThat(adapted.explains()).isTrue();
        assertSame(softmax(logits(adapted)), asItsMaker(file, "out", planes(false)));
        assertActivationMeansLogits(adapted);
    }

    /** As fast.ai ends its networks. */
    @Test
    void averageBesideMaximum_givesLogitsOnly() throws Exception {
        byte[] file = body("input")
                .node("GlobalMaxPool", List.of("map"), "max")
                .node("GlobalAveragePool", List.of("map"), "average")
                .node("Concat", List.of("max", "average"), "both", Graph.attribute("axis", 1))
                .node("Flatten", List.of("both"), "flat", Graph.attribute("axis", 1))
                .random("weight", 1, 2 * CHANNELS, LABELS.size())
                .node("MatMul", List.of("flat", "weight"), "out")
                .bytes("out");
        Adapted adapted = adapted(file, PLANES);
        assertThat(adapted.explains()).isFalse();
        assertSame(logits(adapted), asItsMaker(file, "out", planes(false)));
    }

    @Test
    void hiddenLayer_givesLogitsOnly() throws Exception {
        byte[] file = pytorch("hidden")
                .node("Relu", List.of("hidden"), "positive")
                .random("last", 1, LABELS.size(), LABELS.size())
                .node("MatMul", List.of("positive", "last"), "out")
                .bytes("out");
        assertThat(adapted(file, PLANES).explains()).isFalse();
    }

    @Test
    void oneProbability_isThatOfTheSecondLabel() throws Exception {
        byte[] file = body("input")
                .node("GlobalAveragePool", List.of("map"), "pooled")
                .node("Flatten", List.of("pooled"), "flat", Graph.attribute("axis", 1))
                .random("weight", 1, CHANNELS, 1)
                .node("MatMul", List.of("flat", "weight"), "one")
                .node("Sigmoid", List.of("one"), "out")
                .bytes("out");
        Adapted adapted = adapted(file, PLANES);
        assertThat(adapted.ending()).isEqualTo(Ending.SIGMOID);
        float second = asItsMaker(file, "out", planes(false))[0];
        assertSame(softmax(logits(adapted)), new float[] {1 - second, second});
    }

    @Test
    void colourLast_takesPixelsInTheirOrder() throws Exception {
        byte[] file = new GraphBuilder(13)
                .input("image", DataType.FLOAT, "n", (long) SIDE, (long) SIDE, 3L)
                .node("ReduceMean", List.of("image"), "colours", Graph.attribute("axes", List.of(1L, 2L)), keep(0))
                .random("weight", 1, 3, LABELS.size())
                .node("MatMul", List.of("colours", "weight"), "out")
                .bytes("out");
        ForeignNetwork network = ForeignNetwork.read(file);
        assertThat(network.layout()).contains(Layout.NHWC);
        assertThat(network.width(Layout.NHWC)).hasValue(SIDE);
        var values = Numbers.ofUnit(List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f), false);
        Adapted adapted = network.adapted(new NetworkInput(Layout.NHWC, values), LABELS);
        var numbers = new float[PIXELS.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (PIXELS[i] & 0xFF) / 127.5f - 1;
        }
        Outcome expected = Outcome.of(Graph.read(file), numbers, new long[] {1, SIDE, SIDE, 3}, "out");
        assertSame(logits(adapted), expected.values());
    }

    @Test
    void bytes_areGivenAsTheyAre() throws Exception {
        byte[] file = bytes(1L, 3L, (long) SIDE, (long) SIDE);
        ForeignNetwork network = ForeignNetwork.read(file);
        assertThat(network.takesBytes()).isTrue();
        Adapted adapted = network.adapted(new NetworkInput(Layout.NCHW, new Bytes()), LABELS);
        assertThat(run(adapted, Outputs.LOGITS).shape()).containsExactly(1, 2);
        assertThatThrownBy(() -> network.adapted(PLANES, LABELS))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("declare uint8");
    }

    private static byte[] bytes(Object... sides) {
        return new GraphBuilder(13)
                .input("image", DataType.UINT8, sides)
                .node("Cast", List.of("image"), "numbers", Graph.attribute("to", DataType.FLOAT.getNumber()))
                .node("GlobalAveragePool", List.of("numbers"), "pooled")
                .node("Flatten", List.of("pooled"), "flat", Graph.attribute("axis", 1))
                .random("weight", 1, 3, LABELS.size())
                .node("MatMul", List.of("flat", "weight"), "out")
                .bytes("out");
    }

    @Test
    void adapted_saysWhatItsOutputsMean() {
        Adapted adapted = adapted(pytorch("out").bytes("out"), PLANES);
        assertThat(Graph.read(adapted.file()).labels()).isEqualTo(LABELS);
    }

    @Test
    void weightsInAnotherFile_areRefusedWithTheWayOut() {
        TensorProto elsewhere = TensorProto.newBuilder()
                .setName("conv.weight2")
                .setDataType(DataType.FLOAT.getNumber())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .build();
        refused(pytorch("out").tensor(elsewhere).bytes("out"), "lies in a file of its own", "onnx.save");
    }

    @Test
    void oldOperators_areRefused() {
        byte[] file = new GraphBuilder(6)
                .input("x", DataType.FLOAT, 1L, 3L, 8L, 8L)
                .node("Relu", List.of("x"), "y")
                .bytes("y");
        refused(file, "version 6 of ONNX's operators", "export it again");
    }

    @Test
    void inputsOfOtherShapesAndTypes_areRefused() {
        refused(input(DataType.FLOAT16, 1L, 3L, 8L, 8L), "its input is float16 [1, 3, 8, 8]");
        refused(input(DataType.FLOAT, 1L, 192L), "its input is float [1, 192]");
        refused(input(DataType.FLOAT, 16L, 3L, 8L, 8L), "16 pictures at once");
        refused(input(DataType.FLOAT, 1L, 1L, 8L, 8L), "which is not nchw with three colours");
    }

    private static byte[] input(DataType type, Object... sides) {
        return new GraphBuilder(13)
                .input("x", type, sides)
                .node("Identity", List.of("x"), "y")
                .bytes("y");
    }

    @Test
    void severalOutputs_areRefused() {
        refused(pytorch("out").bytes("out", "map"), "outputs out, map");
    }

    @Test
    void probabilitiesOfTheirOwn_areRefused() {
        byte[] file =
                pytorch("scores").node("Sigmoid", List.of("scores"), "out").bytes("out");
        assertThatThrownBy(() -> ForeignNetwork.read(file).adapted(PLANES, List.of("a", "b", "c")))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("a probability of its own");
    }

    @Test
    void numbersThatAreNotAsManyAsLabels_areRefused() {
        assertThatThrownBy(() -> ForeignNetwork.read(declaring(3)).adapted(PLANES, LABELS))
                .isInstanceOf(OnnxException.class)
                .hasMessage("it gives 3 numbers, but there are 2 labels: raining, sunny");
        assertThatThrownBy(() -> ForeignNetwork.read(declaring(1)).adapted(PLANES, LABELS))
                .hasMessageStartingWith("it gives one number, but there are 2 labels")
                .hasMessageContaining("a sigmoid at its end");
    }

    private static byte[] declaring(long numbers) {
        return Graph.read(pytorch("out").bytes("out"))
                .withOutputs(List.of(Graph.value("out", DataType.FLOAT, "batch", numbers)))
                .bytes();
    }

    @Test
    void softmaxOverPhotos_isRefused() {
        byte[] file = pytorch("scores")
                .node("Softmax", List.of("scores"), "out", Graph.attribute("axis", 0))
                .bytes("out");
        refused(file, "(Softmax) runs along axis 0");
    }

    private static void refused(byte[] file, String... reasons) {
        assertThatThrownBy(() -> adapted(file, PLANES))
                .isInstanceOf(OnnxException.class)
                .message()
                .contains(reasons);
    }

    private static Adapted adapted(byte[] file, NetworkInput expected) {
        return ForeignNetwork.read(file).adapted(expected, LABELS);
    }

    private static AttributeProto keep(long dimensions) {
        return Graph.attribute("keepdims", dimensions);
    }

    private static float[] logits(Adapted adapted) throws Exception {
        return run(adapted, Outputs.LOGITS).values();
    }

    private static Outcome run(Adapted adapted, String output) throws Exception {
        return Outcome.of(Graph.read(adapted.file()), PIXELS, new long[] {1, SIDE, SIDE, 3}, output);
    }

    private static float[] asItsMaker(byte[] file, String output, float[] numbers) throws Exception {
        return Outcome.of(Graph.read(file), numbers, new long[] {1, 3, SIDE, SIDE}, output)
                .values();
    }

    private static float[] planes(boolean blueFirst) {
        int places = SIDE * SIDE;
        var numbers = new float[3 * places];
        for (int i = 0; i < numbers.length; i++) {
            int channel = i / places;
            int colour = blueFirst ? 2 - channel : channel;
            float unit = (PIXELS[i % places * 3 + colour] & 0xFF) / 255f;
            numbers[i] = (unit - MEAN.get(channel)) / DEVIATION.get(channel);
        }
        return numbers;
    }

    private static float[] softmax(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        var probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) (Math.exp(logits[i]) / sum);
        }
        return probabilities;
    }

    private static void assertSame(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-5f * Math.max(1, Math.abs(expected[i]))));
        }
    }

    private static void assertActivationMeansLogits(Adapted adapted) throws Exception {
        Outcome activation = run(adapted, Outputs.ACTIVATION);
        int places = (int) (activation.shape()[2] * activation.shape()[3]);
        float[] logits = run(adapted, Outputs.LOGITS).values();
        var means = new float[logits.length];
        for (int i = 0; i < activation.values().length; i++) {
            means[i / places] += activation.values()[i] / places;
        }
        assertSame(means, logits);
    }
}
