package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.Explanation.Region;
import org.weatherinference.photo.Photo;

class OnnxClassifierTest {
    private static final Preparation SQUASH = new Preparation(16, 8, Preparation.Fit.SQUASH);
    private static final Preparation CROP = new Preparation(16, 16, Preparation.Fit.CROP);

    @TempDir
    Path folder;

    @Test
    void probabilities_areSoftmaxOfLogitsOverTemperature() throws Exception {
        try (Classifier classifier = open(TinyNetwork.redOrBlue(), SQUASH)) {
            Prediction prediction = classifier.classify(Fixtures.plain(30, 30, 255, 0, 204));
            // Logits 10 * (1 - 0.8) and its opposite, over temperature 4: a difference of 1.
            double red = 1 / (1 + Math.exp(-1));
            assertThat(prediction.probabilities().get(0)).isCloseTo((float) red, within(1e-6f));
            assertThat(prediction.probabilities().get(1)).isCloseTo((float) (1 - red), within(1e-6f));
            assertThat(prediction.labels()).containsExactly("red", "blue");
        }
    }

    @Test
    void hugeLogits_stayFinite() {
        assertThat(OnnxClassifier.softmax(new float[] {3e38f, -3e38f, 0}, 0.01)).containsExactly(1f, 0f, 0f);
    }

    @Test
    void sharedByEightThreads_givesTheSameBits() throws Exception {
        List<Photo> photos = noise(64);
        try (Classifier classifier = open(TinyNetwork.redOrBlue(), SQUASH)) {
            List<Prediction> alone = photos.stream().map(classifier::classify).toList();
            for (int round = 0; round < 5; round++) {
                assertThat(together(classifier, photos)).isEqualTo(alone);
            }
        }
    }

    @Test
    void severalAtOnce_giveWhatEachGivesAlone() throws Exception {
        Bundle bundle = Bundle.open(Path.of("../bundles/weather/3"));
        BundleManifest manifest = bundle.manifest();
        Network network = Network.open(bundle.network(), manifest.preparation(), 6, Device.CPU);
        assertThat(network.takesSeveral()).isTrue();
        List<Photo> photos = noise(64);
        try (Classifier alone = OnnxClassifier.open(bundle.network(), manifest, Device.CPU);
                Classifier batching = OnnxClassifier.batching(network, manifest)) {
            List<Prediction> gathered = together(batching, photos);
            for (int i = 0; i < photos.size(); i++) {
                List<Float> expected = alone.classify(photos.get(i)).probabilities();
                for (int label = 0; label < expected.size(); label++) {
                    assertThat(gathered.get(i).probabilities().get(label))
                            .isCloseTo(expected.get(label), within(1e-6f));
                }
            }
        }
    }

    @Test
    void networkForOnePhotoAtATime_isGatheredOneByOne() throws Exception {
        ModelProto.Builder one = ModelProto.parseFrom(TinyNetwork.redOrBlue().onnx()).toBuilder();
        one.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(1);
        Path file = Files.write(folder.resolve("one.onnx"), one.build().toByteArray());
        BundleManifest manifest = manifest(SQUASH);
        Network network = Network.open(file, SQUASH, 2, Device.CPU);
        assertThat(network.takesSeveral()).isFalse();
        List<Photo> photos = noise(20);
        try (Classifier alone = OnnxClassifier.open(file, manifest, Device.CPU);
                Classifier batching = OnnxClassifier.batching(network, manifest)) {
            assertThat(together(batching, photos))
                    .isEqualTo(photos.stream().map(alone::classify).toList());
        }
    }

    /** Here, as on most machines. */
    @Test
    void deviceThatIsNotThere_isSaid_withTheWayOut() throws Exception {
        Path file = Files.write(
                folder.resolve("model.onnx"), TinyNetwork.redOrBlue().onnx());
        assertThatThrownBy(() -> OnnxClassifier.open(file, manifest(SQUASH), Device.CUDA))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("there is no cuda to run it on (")
                .hasMessageEndingWith("without --device cuda the processor answers");
    }

    private static List<Prediction> together(Classifier classifier, List<Photo> photos)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<Prediction>> futures = new ArrayList<>();
            for (Photo photo : photos) {
                futures.add(threads.submit(() -> classifier.classify(photo)));
            }
            var predictions = new ArrayList<Prediction>();
            for (Future<Prediction> future : futures) {
                predictions.add(future.get());
            }
            return predictions;
        }
    }

    @Test
    void fixedInputSize_fitsPreparationOfThatSize() throws Exception {
        try (Classifier classifier = open(TinyNetwork.redOrBlue().fixedSize(8, 16), SQUASH)) {
            assertThat(classifier.classify(Fixtures.plain(5, 5, 0, 0, 255)).label())
                    .isEqualTo("blue");
        }
    }

    @Test
    void fixedInputOfAnotherSize_isRefused() {
        assertThatThrownBy(() -> open(TinyNetwork.redOrBlue().fixedSize(16, 8), SQUASH))
                .isInstanceOf(BundleException.class)
                .hasMessage("input \"pixels\" (uint8 [-1, 16, 8, 3]) does not take uint8 [1, 8, 16, 3],"
                        + " which the bundle's preparation gives");
    }

    @Test
    void inputOfAnotherType_isRefused() {
        assertThatThrownBy(() -> open(TinyNetwork.redOrBlue().inputType(TinyNetwork.INT32), SQUASH))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("input \"pixels\" (int32 [-1, -1, -1, 3]) does not take uint8");
    }

    @Test
    void fileThatIsNoNetwork_isRefused() {
        assertThatThrownBy(() -> open(new byte[] {1, 2, 3}, SQUASH))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("model.onnx is not a network that can be run: ");
    }

    @Test
    void weightsInAFileOutsideTheFolder_areRefused() throws IOException {
        Files.write(folder.resolve("secret"), new byte[2 * 3 * Float.BYTES]);
        Path bundle = Files.createDirectory(folder.resolve("bundle"));
        byte[] network = TinyNetwork.redOrBlue().withWeightsIn("../secret").onnx();
        Path file = Files.write(bundle.resolve("model.onnx"), network);
        assertThatThrownBy(() -> OnnxClassifier.open(file, manifest(SQUASH), Device.CPU))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("../secret");
    }

    @Test
    void explanation_findsTheRedPart() throws Exception {
        var red = new Region(80, 0, 40, 60);
        try (Classifier classifier = open(TinyNetwork.redOrBlue(), SQUASH)) {
            Explanation explanation = classifier.explain(Fixtures.redPart(160, 120, red));
            assertThat(explanation.prediction().label()).isEqualTo("red");
            assertNear(explanation.region(), red, 10);
        }
    }

    @Test
    void explanationOfCroppedPhoto_isInThePhotosPixels() throws Exception {
        var red = new Region(150, 20, 40, 40);
        try (Classifier classifier = open(TinyNetwork.redOrBlue(), CROP)) {
            assertNear(classifier.explain(Fixtures.redPart(300, 100, red)).region(), red, 6);
        }
    }

    @Test
    void explanationThatNothingSpeaksFor_coversWhatTheNetworkSaw() throws Exception {
        try (Classifier classifier = open(TinyNetwork.redOrBlue(), CROP)) {
            assertThat(classifier.explain(Fixtures.plain(300, 100, 0, 0, 0)).region())
                    .isEqualTo(new Region(100, 0, 100, 100));
        }
    }

    @Test
    void explanation_hasTheSamePrediction() throws Exception {
        Photo photo = noise(1).getFirst();
        try (Classifier classifier = open(TinyNetwork.redOrBlue(), SQUASH)) {
            assertThat(classifier.explain(photo).prediction()).isEqualTo(classifier.classify(photo));
        }
    }

    @Test
    void heatmap_isTransparentButForThePartThatSpoke() throws Exception {
        Photo photo = Fixtures.redPart(1600, 1200, new Region(800, 0, 400, 600));
        try (Classifier classifier = open(TinyNetwork.redOrBlue(), SQUASH)) {
            var png = ImageIO.read(
                    new ByteArrayInputStream(classifier.explain(photo).heatmapPng(photo)));
            assertThat(png.getWidth()).isEqualTo(512);
            assertThat(png.getHeight()).isEqualTo(384);
            assertThat(png.getRGB(320, 96) >>> 24).isEqualTo(190);
            assertThat(png.getRGB(100, 300) >>> 24).isZero();
        }
    }

    @Test
    void heatmapOfCroppedPhoto_isEmptyOutsideTheCrop() throws Exception {
        Photo photo = Fixtures.plain(300, 100, 255, 0, 0);
        try (Classifier classifier = open(TinyNetwork.redOrBlue(), CROP)) {
            var png = ImageIO.read(
                    new ByteArrayInputStream(classifier.explain(photo).heatmapPng(photo)));
            assertThat(png.getRGB(99, 50) >>> 24).isZero();
            assertThat(png.getRGB(100, 50) >>> 24).isEqualTo(190);
        }
    }

    @Test
    void networkWithoutActivation_refusesToExplain() throws Exception {
        try (Classifier classifier = open(TinyNetwork.redOrBlue().withoutActivation(), SQUASH)) {
            assertThat(classifier.explains()).isFalse();
            assertThatThrownBy(() -> classifier.explain(Fixtures.plain(4, 4, 0, 0, 0)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("tiny:1 cannot explain its answers: its network has no output \"activation\"");
        }
    }

    private Classifier open(TinyNetwork network, Preparation preparation) throws BundleException, IOException {
        return open(network.onnx(), preparation);
    }

    private Classifier open(byte[] network, Preparation preparation) throws BundleException, IOException {
        return OnnxClassifier.open(
                Files.write(folder.resolve("model.onnx"), network), manifest(preparation), Device.CPU);
    }

    private static BundleManifest manifest(Preparation preparation) {
        return new BundleManifest(
                1,
                "tiny",
                1,
                Instant.EPOCH,
                List.of("red", "blue"),
                preparation,
                4,
                0.5,
                null,
                null,
                "CC0-1.0",
                Map.of());
    }

    private static List<Photo> noise(int count) {
        var random = new Random(3);
        var photos = new ArrayList<Photo>();
        for (int i = 0; i < count; i++) {
            var rgb = new byte[16 * 8 * 3];
            random.nextBytes(rgb);
            photos.add(Photo.of(16, 8, rgb));
        }
        return photos;
    }

    private static void assertNear(Region found, Region wanted, int pixels) {
        assertThat(found.x()).isCloseTo(wanted.x(), within(pixels));
        assertThat(found.y()).isCloseTo(wanted.y(), within(pixels));
        assertThat(found.x() + found.width()).isCloseTo(wanted.x() + wanted.width(), within(pixels));
        assertThat(found.y() + found.height()).isCloseTo(wanted.y() + wanted.height(), within(pixels));
    }
}
