package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.Split;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Outputs;
import org.weatherinference.onnx.TensorData;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

class TrainerTest {
    private static final TrainingPlan SHORT = Plans.of(3, 8);

    @TempDir
    private static Path photos;

    @TempDir
    private Path folder;

    @BeforeAll
    static void draw() throws IOException {
        Drawings.dataset(photos, 20);
    }

    private static Dataset dataset() throws DatasetException {
        return Dataset.read(photos).split(3, 0.25);
    }

    private static Graph start(TrainingPlan plan) throws Exception {
        return new StartNetwork(TinyNetwork.bytes(), "tiny", 0).withHead(dataset(), plan);
    }

    private static Optional<Trainer.Result> train(
            Graph start, TrainingPlan plan, Path folder, TrainingListener listener, BooleanSupplier stop)
            throws Exception {
        Dataset learnt = dataset().only(Split.TRAIN);
        Dataset heldOut = dataset().only(Split.VALID);
        Stages stages = new Stages(folder, false);
        try (Trainer trainer = new Trainer(start, learnt, heldOut, plan, Teachers.none(), stages, listener)) {
            return trainer.train(stop);
        }
    }

    private byte[] trained(TrainingPlan plan) throws Exception {
        Path own = Files.createTempDirectory(folder, "run");
        return train(start(plan), plan, own, new Silence(), TrainerTest::never)
                .orElseThrow()
                .network();
    }

    private static float[] values(Graph graph, String tensor) {
        return TensorData.floats(Objects.requireNonNull(graph.initializers().get(tensor), tensor));
    }

    private static byte[] pixels(Entry entry) {
        try {
            byte[] file = Files.readAllBytes(photos.resolve(entry.path()));
            byte[] pixels = new byte[Plans.SIZE * Plans.SIZE * 3];
            PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
            Plans.PREPARATION.prepare(Plans.PREPARATION.decode(decoder, file)).copyTo(ByteBuffer.wrap(pixels));
            return pixels;
        } catch (IOException | PhotoException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fortyPhotos_areAllToldApart() throws Exception {
        Graph network = Graph.read(trained(Plans.of(12, 8)));
        for (Entry entry : dataset().entries()) {
            float[] logits = Numbers.byOnnxRuntime(network, pixels(entry), 1, Plans.SIZE, Outputs.LOGITS)
                    .values();
            assertThat(dataset().labels().get(Answers.most(logits)))
                    .as(entry.path())
                    .isEqualTo(entry.label());
        }
    }

    @Test
    void trainedNetwork_answersInOnnxRuntimeAsInPyTorch() throws Exception {
        Graph network = Graph.read(trained(SHORT));
        for (Entry entry : dataset().entries().subList(0, 5)) {
            Numbers expected = Numbers.byOnnxRuntime(network, pixels(entry), 1, Plans.SIZE, Outputs.LOGITS);
            Numbers actual = Numbers.byPyTorch(network, pixels(entry), 1, Plans.SIZE, Outputs.LOGITS);
            assertThat(probability(actual.values())).isCloseTo(probability(expected.values()), within(1e-4));
        }
    }

    private static double probability(float[] logits) {
        return 1 / (1 + Math.exp(logits[1] - logits[0]));
    }

    @Test
    void sameSeed_givesTheSameNetworkByteForByte() throws Exception {
        assertThat(trained(SHORT)).isEqualTo(trained(SHORT));
    }

    @Test
    void everyLayer_learns() throws Exception {
        Graph before = start(SHORT);
        Graph after = Graph.read(trained(SHORT));
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(before, manager)) {
            Set<String> all = new TreeSet<>(network.parameters().keySet());
            all.addAll(network.statistics().keySet());
            assertThat(all)
                    .hasSize(17)
                    .allSatisfy(name -> assertThat(values(after, name)).isNotEqualTo(values(before, name)));
        }
    }

    /** Steps 1 to 4 are those of the head alone, at most 4 an epoch follow. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 5, 10})
    void stoppedAndTakenUpAgain_endsAsIfItHadNeverStopped(int steps) throws Exception {
        assertThat(train(start(SHORT), SHORT, folder, new Silence(), after(steps)))
                .isEmpty();
        Trainer.Result resumed = train(start(SHORT), SHORT, folder, new Silence(), TrainerTest::never)
                .orElseThrow();
        assertThat(resumed.network()).isEqualTo(trained(SHORT));
    }

    @Test
    void stoppedAgainAndAgain_endsAsIfItHadNeverStopped() throws Exception {
        Optional<Trainer.Result> result = Optional.empty();
        int runs = 0;
        while (result.isEmpty()) {
            result = train(start(SHORT), SHORT, folder, new Silence(), after(3));
            runs++;
        }
        Path other = Files.createTempDirectory(folder, "whole");
        Trainer.Result whole = train(start(SHORT), SHORT, other, new Silence(), TrainerTest::never)
                .orElseThrow();
        assertThat(runs).isGreaterThan(4);
        assertThat(result.orElseThrow().network()).isEqualTo(whole.network());
        assertThat(result.orElseThrow().history()).isEqualTo(whole.history());
    }

    private static boolean never() {
        return false;
    }

    private static BooleanSupplier after(int steps) {
        int[] asked = {0};
        return () -> asked[0]++ >= steps;
    }

    @Test
    void epochOfTheHeadAlone_changesNothingElse() throws Exception {
        Graph before = start(SHORT);
        Path best = new Checkpoint(folder).best();
        byte[][] afterHead = {new byte[0]};
        TrainingListener listener = new Silence() {
            @Override
            public void epochDone(EpochResult result, boolean isBest) {
                if (result.frozen()) {
                    afterHead[0] = read(best);
                }
            }
        };
        train(before, SHORT, folder, listener, TrainerTest::never);
        Graph after = Graph.read(afterHead[0]);
        for (String name : before.initializers().keySet()) {
            TensorProto tensor = Objects.requireNonNull(after.initializers().get(name));
            boolean head = name.equals(Head.WEIGHT) || name.equals(Head.BIAS);
            assertThat(tensor.equals(before.initializers().get(name))).as(name).isEqualTo(!head);
        }
    }

    @Test
    void shareOfTheStart_isKept() throws Exception {
        Graph start = start(SHORT);
        Graph learnt = Graph.read(trained(SHORT));
        Graph kept = Graph.read(trained(Plans.keeping(0.25, SHORT)));
        for (String name : List.of("stem.weight", Head.WEIGHT, Head.BIAS)) {
            float[] from = values(start, name);
            float[] to = values(learnt, name);
            float[] between = values(kept, name);
            assertThat(between).isNotEqualTo(to);
            for (int i = 0; i < from.length; i++) {
                assertThat(between[i]).isCloseTo(0.25f * from[i] + 0.75f * to[i], within(1e-5f));
            }
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** AdamW's first step moves a number by the learning rate, or a little less where its gradient is tiny. */
    @Test
    void frontLayers_learnMoreGently() throws Exception {
        TrainingPlan oneStep = new TrainingPlan(
                1, 0, Plans.SIZE, 0, 64, 0.1, 0.001, Augment.STANDARD, 0, 0, 0, 0, 0, 0.25, 5, List.of(), 7);
        Graph before = start(oneStep);
        Graph after = Graph.read(trained(oneStep));
        double most = oneStep.rate() / 25;
        assertThat(farthest(before, after, Head.WEIGHT)).isCloseTo(most, within(0.02 * most));
        List<String> layers = List.of("stem.weight", "stem.scale", "stem.bias", "depthwise.weight");
        for (int i = 0; i < layers.size(); i++) {
            double expected = most * Math.pow(0.01, 1 - i / 11.0);
            assertThat(farthest(before, after, layers.get(i))).isBetween(0.75 * expected, 1.01 * expected);
        }
    }

    private static double farthest(Graph before, Graph after, String tensor) {
        float[] from = values(before, tensor);
        float[] to = values(after, tensor);
        double farthest = 0;
        for (int i = 0; i < from.length; i++) {
            farthest = Math.max(farthest, Math.abs(to[i] - from[i]));
        }
        return farthest;
    }

    @Test
    void lossThatIsNoNumber_isSaid() throws Exception {
        Graph start = start(SHORT);
        float[] broken = new float[2 * TinyNetwork.CHANNELS];
        Arrays.fill(broken, Float.NaN);
        Graph graph = start.withInitializers(List.of(TensorData.of(Head.WEIGHT, broken, 2, TinyNetwork.CHANNELS)));
        assertThatThrownBy(() -> train(graph, SHORT, folder, new Silence(), TrainerTest::never))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the loss is NaN")
                .hasMessageContaining("--lr");
    }

    @Test
    void nothingReadableToLearnFrom_isSaid(@TempDir Path broken) throws Exception {
        for (String name : List.of("a/1.jpg", "a/2.jpg", "b/1.jpg", "b/2.jpg")) {
            Path file = broken.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "it rains " + name);
        }
        Dataset unreadable = Dataset.read(broken);
        Graph start = start(SHORT);
        Dataset heldOut = dataset().only(Split.VALID);
        Stages stages = new Stages(folder, false);
        try (Trainer trainer = new Trainer(start, unreadable, heldOut, SHORT, Teachers.none(), stages, new Silence())) {
            assertThatThrownBy(() -> trainer.train(TrainerTest::never))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("none of the photos to learn from could be read")
                    .hasMessageContaining("a/1.jpg");
        }
    }
}
