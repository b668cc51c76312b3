package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Outputs;
import org.weatherinference.onnx.TensorData;

class RestoredBatchNormTest {
    private static final int SIZE = 32;

    private static Graph restored(Graph folded) throws TrainingException {
        RestoredBatchNorm batchNorm = new RestoredBatchNorm();
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(folded, manager)) {
            for (int photos = 1; photos < 4; photos++) {
                ByteBuffer pixels = ByteBuffer.wrap(HeadTest.noise(photos));
                batchNorm.observe(network, Network.pixels(network.manager(), pixels, photos, SIZE, SIZE));
            }
        }
        return batchNorm.restore(folded);
    }

    private static long count(Graph graph, String operator) {
        return graph.nodes().stream()
                .filter(node -> node.operator().equals(operator))
                .count();
    }

    @Test
    void onlyFoldedNetworks_needIt() throws Exception {
        assertThat(RestoredBatchNorm.neededFor(TinyNetwork.body(TinyNetwork.folded())))
                .isTrue();
        assertThat(RestoredBatchNorm.neededFor(TinyNetwork.body())).isFalse();
    }

    @Test
    void everyConvolution_getsOne() throws Exception {
        Graph restored = restored(TinyNetwork.body(TinyNetwork.folded()));
        assertThat(count(restored, "Conv")).isEqualTo(3);
        assertThat(count(restored, "BatchNormalization")).isEqualTo(3);
    }

    @Test
    void network_computesWhatItDidBefore() throws Exception {
        Graph folded = TinyNetwork.body(TinyNetwork.folded());
        byte[] pixels = new byte[SIZE * SIZE * 3];
        new SplittableRandom(77).nextBytes(pixels);
        Numbers before = Numbers.byOnnxRuntime(folded, pixels, 1, SIZE, Outputs.FEATURES);
        Numbers.byOnnxRuntime(restored(folded), pixels, 1, SIZE, Outputs.FEATURES)
                .assertNear(before, 1e-4);
    }

    @Test
    void whatItSaw_isNormalisedToMeanNoughtAndDeviationOne() throws Exception {
        Graph folded = TinyNetwork.body(TinyNetwork.folded());
        Map<String, TensorProto> tensors = restored(folded).initializers();
        byte[] pixels = new byte[0];
        for (int photos = 1; photos < 4; photos++) {
            pixels = joined(pixels, HeadTest.noise(photos));
        }
        Numbers stem = Numbers.byPyTorch(folded, pixels, 6, SIZE, "stem");
        int places = stem.values().length / 6 / TinyNetwork.CHANNELS;
        double sum = 0;
        double squares = 0;
        for (int photo = 0; photo < 6; photo++) {
            for (int place = 0; place < places; place++) {
                double value = stem.values()[photo * TinyNetwork.CHANNELS * places + place];
                sum += value;
                squares += value * value;
            }
        }
        double mean = sum / 6 / places;
        double variance = squares / 6 / places - mean * mean;
        assertThat(first(tensors, "stem.mean")).isCloseTo((float) mean, within(1e-5f));
        assertThat(first(tensors, "stem.variance")).isCloseTo((float) variance, within(1e-4f));
    }

    private static float first(Map<String, TensorProto> tensors, String name) {
        return TensorData.floats(Objects.requireNonNull(tensors.get(name)))[0];
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
