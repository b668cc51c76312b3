package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.dataset.Split;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.Prediction;
import org.weatherinference.model.Provenance;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.TensorData;
import org.weatherinference.training.RunFolder.Kind;
import picocli.CommandLine;

class TrainCommandTest {
    private static final String HOME = "weather.home";

    @TempDir
    private static Path photos;

    @TempDir
    private static Path networks;

    private static Path start;

    @TempDir
    private Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeAll
    static void draw() throws IOException {
        Drawings.dataset(photos, 20);
        start = Files.write(networks.resolve("tiny.onnx"), TinyNetwork.bytes());
    }

    @BeforeEach
    void redirect() {
        System.setProperty(HOME, home.toString());
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(console);
    }

    @AfterAll
    static void forgetHome() {
        System.clearProperty(HOME);
    }

    private static int run(String name, String... further) {
        List<String> rates = new ArrayList<>(List.of("--lr", "0.02", "--lr-body", "0.01"));
        rates.addAll(List.of(further));
        return run(name, rates);
    }

    private static int run(String name, List<String> further) {
        return runOn(photos, name, further);
    }

    private static int runOn(Path folder, String name, List<String> further) {
        List<String> all = new ArrayList<>(List.of(folder.toString(), "--name", name));
        all.addAll(List.of(
                "--from", start.toString(), "--size", "32", "--learn-size", "40", "--batch", "8", "--epochs", "6"));
        all.addAll(List.of("--average-decay", "0.9", "--seed", "5"));
        all.addAll(further);
        TrainCommand command = new TrainCommand();
        new CommandLine(command).setOverwrittenOptionsAllowed(true).parseArgs(all.toArray(String[]::new));
        return command.call();
    }

    private BundleStore store() {
        return BundleStore.open(home);
    }

    @Test
    void training_makesABundleThatAnswers() throws Exception {
        assertThat(run("rain")).isEqualTo(ExitCode.DONE);
        Bundle bundle = store().resolve("rain");
        assertThat(bundle.manifest().labels()).containsExactly("raining", "sunny");
        try (Classifier classifier = Bundle.open(bundle.folder()).classifier()) {
            assertThat(classifier.explains()).isTrue();
            Prediction sun = classifier.classify(Drawings.sunny(1000));
            Prediction rain = classifier.classify(Drawings.raining(1000));
            assertThat(sun.label()).isEqualTo("sunny");
            assertThat(rain.label()).isEqualTo("raining");
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("made rain:1");
    }

    @Test
    void bundle_remembersEachEpoch() throws Exception {
        run("rain");
        Provenance provenance = store().resolve("rain").manifest().provenance();
        List<Provenance.Epoch> history = Objects.requireNonNull(provenance).history();
        assertThat(history).extracting(Provenance.Epoch::epoch).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(history).extracting(Provenance.Epoch::frozen).startsWith(true, false);
    }

    @Test
    void bundle_knowsWhereItCameFromAndNoMachinesPath() throws Exception {
        run("rain", "--labels", "wet=raining,sunny");
        Path bundle = store().resolve("rain").folder();
        String manifest = Files.readString(bundle.resolve("bundle.json"));
        String card = Files.readString(bundle.resolve("MODEL_CARD.md"));
        assertThat(manifest)
                .contains(
                        "tiny.onnx sha256:",
                        "\"wet\"",
                        "\"epochs\"",
                        "\"seed\"",
                        Dataset.read(photos)
                                .select(LabelSelection.parse("wet=raining,sunny"))
                                .split(5, 0.2)
                                .hash());
        assertThat(card).contains("# rain", "wet, sunny", "| epochs | 6 |");
        assertThat(manifest + card).doesNotContain(photos.toString(), networks.toString(), home.toString());
    }

    @Test
    void finishedRun_keepsItsHistoryAndNoArrays() throws Exception {
        run("rain");
        try (Stream<Path> all = Files.walk(home.resolve("runs"))) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("run.json", "outcome.json", "lock");
        }
    }

    @Test
    void killedRun_isTakenUpAgainAndEndsTheSame() throws Exception {
        run("rain");
        byte[] whole = Files.readAllBytes(store().resolve("rain").network());
        stopInTheMiddle("rain");
        assertThat(run("rain", "--resume", "--epochs", "99")).isEqualTo(ExitCode.DONE);
        assertThat(store().resolve("rain").reference()).isEqualTo("rain:2");
        assertThat(Files.readAllBytes(store().resolve("rain").network())).isEqualTo(whole);
        assertThatThrownBy(() -> run("rain", "--resume"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("no unfinished training of rain");
    }

    /** What a run of the command leaves behind when it is killed after ten steps. */
    private void stopInTheMiddle(String name) throws Exception {
        TrainingPlan plan = new TrainingPlan(
                6, 1, 32, 40, 8, 0.02, 0.01, Augment.STANDARD, 0.01, 0.1, 0.2, 0.9, 0, 0.1, 5, List.of(), 5);
        Dataset dataset = Dataset.read(photos).split(5, 0.2);
        StartNetwork network = StartNetwork.of(start.toString(), store());
        RunFolder.Settings settings = new RunFolder.Settings(
                Kind.TRAIN,
                name,
                "",
                start.toString(),
                0.2,
                network.name(),
                0,
                network.sha256(),
                dataset.hash(),
                false,
                plan);
        Path folder = RunFolder.create(
                        home.resolve("runs"), settings, Instant.now().plusSeconds(60))
                .path();
        AtomicInteger asked = new AtomicInteger();
        assertThat(new Fitting(network, plan).fit(dataset, folder, new Silence(), () -> asked.incrementAndGet() > 10))
                .isEmpty();
    }

    @Test
    void ownBundle_canBeTheNextStart() throws Exception {
        run("rain");
        assertThat(run("rain", "--from", "rain:1", "--epochs", "1")).isEqualTo(ExitCode.DONE);
        String manifest = Files.readString(store().resolve("rain:2").folder().resolve("bundle.json"));
        assertThat(manifest).contains("\"rain:1\"");
    }

    @Test
    void rateThatIsNotGiven_isFoundAndRemembered() throws Exception {
        assertThat(run("rain", List.of("--epochs", "1"))).isEqualTo(ExitCode.DONE);
        RunFolder run = RunFolder.all(RunFolder.home()).getFirst();
        double found = run.curve().orElseThrow().suggestion();
        assertThat(found).isBetween(RateFinder.LOWEST, RateFinder.HIGHEST);
        assertThat(run.settings().plan().rate()).isEqualTo(found);
        assertThat(run.settings().plan().bodyRate()).isEqualTo(found / 10);
        assertThat(settings("rain")).containsEntry("lr", "" + found);
        byte[] network = Files.readAllBytes(store().resolve("rain").network());
        assertThat(run("again", List.of("--epochs", "1", "--lr", "" + found))).isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllBytes(store().resolve("again").network())).isEqualTo(network);
    }

    @Test
    void stages_areKeptAndCanBeTheNextStart() throws Exception {
        assertThat(run("rain", "--save-stages", "--epochs", "1")).isEqualTo(ExitCode.DONE);
        Path stage = RunFolder.all(RunFolder.home()).getFirst().path().resolve("stage-1.onnx");
        assertThat(stage.resolveSibling("stage-2.onnx")).exists();
        Graph kept = Graph.read(Files.readAllBytes(stage));
        assertThat(kept.labels()).containsExactly("raining", "sunny");
        StartNetwork next = StartNetwork.of(stage.toString(), store());
        Dataset dataset = Dataset.read(photos).split(5, 0.2);
        Graph begun = next.withHead(dataset, Plans.of(1, 8));
        assertThat(begun.initializers().get(Head.WEIGHT))
                .isEqualTo(kept.initializers().get(Head.WEIGHT));
        Dataset renamed = dataset.select(LabelSelection.parse("wet=raining,sunny"));
        assertThat(next.withHead(renamed, Plans.of(1, 8)).initializers().get(Head.WEIGHT))
                .isNotEqualTo(kept.initializers().get(Head.WEIGHT));
    }

    @Test
    void trainingThatFails_isNoted() throws Exception {
        Graph tiny = Graph.read(TinyNetwork.bytes());
        float[] broken = new float[TinyNetwork.CHANNELS * 3 * 3 * 3];
        Arrays.fill(broken, Float.NaN);
        Graph nan = tiny.withInitializers(List.of(TensorData.of("stem.weight", broken, TinyNetwork.CHANNELS, 3, 3, 3)));
        Path file = Files.write(home.resolve("nan.onnx"), nan.bytes());
        assertThatThrownBy(() -> run("rain", "--from", file.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("the loss is NaN");
        RunFolder run = RunFolder.all(RunFolder.home()).getFirst();
        assertThat(run.state()).isEqualTo(RunFolder.State.FAILED);
        assertThat(run.failure().orElseThrow()).contains("the loss is NaN");
        assertThatThrownBy(() -> run("rain", List.of("--from", file.toString())))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("the loss is no number at the first step");
    }

    @Test
    void epochsOfTheParent_areCountedIn() throws Exception {
        run("rain", "--epochs", "2", "--patience", "9");
        int first = epochsInAll("rain:1");
        run("rain", "--from", "rain:1", "--epochs", "1");
        assertThat(first).isBetween(1, 3);
        assertThat(epochsInAll("rain:2")).isBetween(first + 1, first + 2);
    }

    private int epochsInAll(String reference) throws Exception {
        return Integer.parseInt(settings(reference).getOrDefault("epochs-in-all", "none"));
    }

    private Map<String, String> settings(String reference) throws Exception {
        return Objects.requireNonNull(store().resolve(reference).manifest().provenance())
                .settings();
    }

    @Test
    void sourcesLeftOut_standBesideALinearHead(@TempDir Path folder) throws Exception {
        Drawings.dataset(folder, 12);
        StringBuilder table = new StringBuilder("path,label,split,source\n");
        for (int i = 0; i < 12; i++) {
            String source = i % 2 == 0 ? "camera" : "phone";
            table.append("sunny/%03d.jpg,sunny,,%s%n".formatted(i, source));
            table.append("raining/%03d.jpg,raining,,%s%n".formatted(i, source));
        }
        Files.writeString(folder.resolve("photos.csv"), table);
        assertThat(runOn(folder, "rain", List.of("--leave-source-out", "--lr", "0.02", "--format", "json")))
                .isEqualTo(ExitCode.DONE);
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("\"part\":\"without camera\",\"photos\":12,", "\"headWrong\":");
        assertThat(lines.get(2)).startsWith("{\"pooled\":{\"photos\":24,").contains("\"hard\":{\"parts\":0");
        assertThat(RunFolder.all(RunFolder.home())
                        .getFirst()
                        .outcome()
                        .orElseThrow()
                        .photos())
                .isEqualTo(24);
    }

    @Test
    void folds_measureEveryPhotoOnceAndLeaveNothingBehind() throws Exception {
        assertThat(run("rain", "--folds", "2", "--epochs", "1")).isEqualTo(ExitCode.DONE);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("fold 1 of 2", "fold 2 of 2", "of 40");
        try (Stream<Path> all = Files.walk(home.resolve("runs"))) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("run.json", "outcome.json", "lock");
        }
        assertThat(store().list()).isEmpty();
    }

    @Test
    void foldsKeepTheirAnswersToWhatIsLearntFrom_whichThenTeach() throws Exception {
        Path answers = home.resolve("answers.jsonl");
        assertThat(run("rain", "--folds", "2", "--epochs", "1", "--answers", answers.toString()))
                .isEqualTo(ExitCode.DONE);
        List<String> learnt = Dataset.read(photos).split(5, 0.2).only(Split.TRAIN).entries().stream()
                .map(Entry::path)
                .toList();
        assertThat(Files.readAllLines(answers))
                .hasSameSizeAs(learnt)
                .zipSatisfy(
                        learnt,
                        (line, path) -> assertThat(line).startsWith("{\"photo\":\"" + path + "\",\"probabilities\":{"));
        assertThat(run("rain", "--epochs", "1", "--teacher", answers.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(run("rain", "--epochs", "1")).isEqualTo(ExitCode.DONE);
        assertThat(Files.mismatch(
                        store().resolve("rain:1").network(),
                        store().resolve("rain:2").network()))
                .as("the first place at which the taught network differs")
                .isNotNegative();
    }

    @Test
    void answersThatCannotBeKept_areRefusedBeforeAnyTraining() {
        assertThatThrownBy(() -> run("rain", "--answers", "answers.jsonl"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--folds N");
        assertThatThrownBy(() -> run("rain", "--folds", "2", "--answers", "answers.csv"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(".jsonl");
        assertThatThrownBy(() -> run(
                        "rain",
                        "--folds",
                        "2",
                        "--answers",
                        home.resolve("no/a.jsonl").toString()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void badName_isRefusedBeforeAnyTraining() {
        assertThatThrownBy(() -> run("Rain or shine"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("name \"Rain or shine\" must be");
        assertThat(home.resolve("runs")).doesNotExist();
    }

    @Test
    void missingStart_isNamed() {
        assertThatThrownBy(() -> run("rain", "--from", "nowhere.onnx"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no file nowhere.onnx (--from)");
    }

    @Test
    void oneLabel_isTooFew() {
        assertThatThrownBy(() -> run("rain", "--labels", "sunny"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("must be two");
    }
}
