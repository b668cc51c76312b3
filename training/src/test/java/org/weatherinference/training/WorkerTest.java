package org.weatherinference.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Provenance;
import org.weatherinference.state.Database;
import org.weatherinference.state.DatasetShelf;
import org.weatherinference.state.Job;
import org.weatherinference.state.JobEvent;
import org.weatherinference.state.JobState;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.PhotoFolder;
import org.weatherinference.state.StateException;
import org.weatherinference.state.TrainingOrder;
import org.weatherinference.state.Workers;
import picocli.CommandLine;

class WorkerTest {
    private static final String HOME = "weather.home";
    private static final long GIGABYTE = 1L << 30;
    private static final String LONG = "'epochs':500,'patience':500";

    @TempDir
    private static Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AtomicBoolean ends = new AtomicBoolean();
    private Database database;
    private Jobs jobs;

    @BeforeAll
    static void draw() throws IOException {
        System.setProperty(HOME, home.toString());
        Drawings.dataset(home.resolve("datasets/drawn"), 20);
        Path start = Files.write(home.resolve("tiny.onnx"), TinyNetwork.bytes());
        new CommandLine(new TrainCommand())
                .execute(
                        home.resolve("datasets/drawn").toString(),
                        "--name=tiny",
                        "--from=" + start,
                        "--size=32",
                        "--batch=8",
                        "--epochs=1",
                        "--lr=0.02");
        assertThat(BundleStore.standard().list()).hasSize(1);
    }

    @AfterAll
    static void forgetHome() {
        System.clearProperty(HOME);
    }

    @BeforeEach
    void open(@TempDir Path folder) throws StateException {
        database = Database.at(Database.standardAddress(folder));
        jobs = new Jobs(database, InstantSource.system());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Job add(String settings) throws StateException {
        return add("drawn", settings);
    }

    private Job add(String dataset, String settings) throws StateException {
        String json = "{'bundle':'rain','from':'tiny:1','dataset':[{'folder':'" + dataset + "'}],"
                + "'settings':{'size':32,'batch':8,'lr':0.02,'seed':5," + settings + "}}";
        return jobs.add(
                TrainingOrder.parse(json.replace('\'', '"').getBytes(UTF_8)).job(null));
    }

    private Worker worker(long memory) {
        return worker(memory, InstantSource.system());
    }

    private Worker worker(long memory, InstantSource clock) {
        return new Worker(
                "w",
                DatasetShelf.standard(home),
                PhotoFolder.standard(home),
                memory,
                new PrintStream(said, true, UTF_8),
                ends::get,
                database,
                clock);
    }

    private Thread background(Worker worker) {
        return Thread.ofPlatform().start(() -> {
            try {
                worker.workOnce();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        Instant end = Instant.now().plusSeconds(90);
        while (!condition.call()) {
            assertThat(Instant.now()).as("waited for too long").isBefore(end);
            Thread.sleep(100);
        }
    }

    private void awaitEpoch(Job job, int epoch) throws Exception {
        await(() -> {
            String progress = jobs.get(job.id()).progress();
            return progress != null && epoch(progress) >= epoch;
        });
    }

    private static int epoch(String progress) {
        return Integer.parseInt(progress.replaceAll(".*\"epoch\":([0-9]+).*", "$1"));
    }

    private List<String> events(Job job, JobEvent.Kind kind) throws StateException {
        return jobs.events(job.id(), 0, 100_000).stream()
                .filter(event -> event.kind() == kind)
                .map(JobEvent::text)
                .toList();
    }

    private static List<ProcessHandle> trainings() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    @Test
    void job_becomesABundle() throws Exception {
        Job job = add("'epochs':2,'labels':'wet=raining,sunny'");
        worker(GIGABYTE * 4).workOnce();
        Job done = jobs.get(job.id());
        assertThat(done.error()).isNull();
        assertThat(done.state()).isEqualTo(JobState.DONE);
        String result = Objects.requireNonNull(done.result());
        assertThat(result).startsWith("rain:");
        assertThat(BundleStore.standard().resolve(result).manifest().labels()).containsExactly("wet", "sunny");
        assertThat(done.progress())
                .contains("\"epoch\":3,\"epochs\":3,", "\"photosAnEpoch\":", "\"heldOutError\":", "\"secondsLeft\":0");
        assertThat(events(job, JobEvent.Kind.LOG))
                .anyMatch(line -> line.startsWith("epoch 3: loss "))
                .anyMatch(line -> line.startsWith("made rain:"));
        assertThat(home.resolve("jobs").resolve(job.id())).doesNotExist();
        assertThat(said.toString(UTF_8)).contains("weather: job " + job.id() + " made " + result);
    }

    @Test
    void newVersion_doesNotGoLiveByItself() throws Exception {
        add("'epochs':1");
        worker(GIGABYTE * 4).workOnce();
        BundleStore store = BundleStore.standard();
        String answering = store.serving("rain");
        add("'epochs':1");
        worker(GIGABYTE * 4).workOnce();
        assertThat(store.resolve("rain:latest").reference()).isNotEqualTo(answering);
        assertThat(store.serving("rain")).isEqualTo(answering);
    }

    @Test
    void jobThatCannotBeDone_saysWhy() throws Exception {
        Job missing = add("drown", "'epochs':1");
        Job wrong = add("'epochs':0");
        worker(GIGABYTE * 4).workOnce();
        worker(GIGABYTE * 4).workOnce();
        assertThat(jobs.get(missing.id()).error())
                .isEqualTo("there is no dataset \"drown\" for training jobs; there is drawn; did you mean drawn?");
        assertThat(jobs.get(wrong.id()).error()).startsWith("epochs is 0.0, must be from 1.0 to 10000.0");
        assertThat(jobs.get(wrong.id()).state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void trainingThatTakesTooMuchMemory_isEnded() throws Exception {
        Job job = add(LONG);
        worker(150L << 20).workOnce();
        assertThat(jobs.get(job.id()).error())
                .startsWith("the training took 0.")
                .contains("GB of memory, where its worker allows 0.2 GB (--memory)");
        await(() -> trainings().isEmpty());
    }

    @Test
    void cancelledJob_endsSoon_withItsProcess() throws Exception {
        Job job = add(LONG);
        Thread worker = background(worker(GIGABYTE * 4));
        awaitEpoch(job, 1);
        assertThat(trainings()).hasSize(1);
        jobs.cancel(job.id());
        assertThat(worker.join(Duration.ofSeconds(20))).isTrue();
        assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.CANCELLED);
        await(() -> trainings().isEmpty());
        assertThat(home.resolve("jobs").resolve(job.id())).doesNotExist();
    }

    @Test
    void workerThatIsToldToEnd_handsItsJobBack_andTheNextGoesOn() throws Exception {
        Job job = add("'epochs':30,'patience':30");
        Thread worker = background(worker(GIGABYTE * 4));
        awaitEpoch(job, 3);
        ends.set(true);
        assertThat(worker.join(Duration.ofSeconds(50))).isTrue();
        Job waiting = jobs.get(job.id());
        assertThat(waiting.state()).isEqualTo(JobState.QUEUED);
        assertThat(new Workers(database, InstantSource.system()).anyHere()).isFalse();
        int reached = epoch(Objects.requireNonNull(waiting.progress()));
        ends.set(false);
        worker(GIGABYTE * 4).workOnce();
        assertResumed(job, reached);
    }

    /** No epoch was learnt twice, and the bundle remembers all. */
    private void assertResumed(Job job, int reached) throws Exception {
        Job done = jobs.get(job.id());
        assertThat(done.error()).isNull();
        assertThat(done.state()).isEqualTo(JobState.DONE);
        List<Integer> epochs = events(job, JobEvent.Kind.PROGRESS).stream()
                .map(WorkerTest::epoch)
                .toList();
        assertThat(epochs).isSorted().last().isEqualTo(31);
        Provenance provenance = BundleStore.standard()
                .resolve(Objects.requireNonNull(done.result()))
                .manifest()
                .provenance();
        assertThat(Objects.requireNonNull(provenance).history()).hasSize(31);
        assertThat(events(job, JobEvent.Kind.LOG).stream().filter(line -> line.startsWith("epoch " + reached)))
                .hasSizeLessThanOrEqualTo(1 + 9);
    }

    @Test
    void trainingThatIsKilled_isTakenUpAgainByTheSameWorker() throws Exception {
        Job job = add("'epochs':30,'patience':30");
        Thread worker = background(worker(GIGABYTE * 4));
        awaitEpoch(job, 4);
        trainings().forEach(ProcessHandle::destroyForcibly);
        assertThat(worker.join(Duration.ofSeconds(90))).isTrue();
        Job done = jobs.get(job.id());
        assertThat(done.error()).isNull();
        assertThat(done.attempts()).isEqualTo(1);
        assertThat(events(job, JobEvent.Kind.LOG))
                .contains("the training's process ended without a word (exit code 137)")
                .filteredOn(line -> line.startsWith("epoch 2: "))
                .hasSize(1);
    }

    @Test
    void jobOfAWorkerThatIsKilled_isTakenUpByTheNext(@TempDir Path folder) throws Exception {
        Job job = add("'epochs':30,'patience':30");
        Process killed = process(folder);
        awaitEpoch(job, 3);
        killed.destroyForcibly().waitFor();
        // As if the lease had run out meanwhile.
        worker(GIGABYTE * 4, () -> Instant.now().plusSeconds(60)).workOnce();
        Job done = jobs.get(job.id());
        assertThat(done.error()).isNull();
        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.attempts()).isEqualTo(2);
        assertThat(events(job, JobEvent.Kind.LOG))
                .filteredOn(line -> line.startsWith("epoch 2: "))
                .hasSize(1);
    }

    /** A worker as it is started by the launcher. */
    private Process process(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + HOME + "=" + home,
                "-Dai.djl.offline=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName()));
        command.addAll(List.of("--database", database.name(), "--name", "killed"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Stands for the program's own main. */
    static final class WorkerMain {
        private WorkerMain() {}

        public static void main(String[] arguments) {
            System.exit(new CommandLine(new WorkerCommand()).execute(arguments));
        }
    }

    @Test
    void finishedRunOfADeadWorker_isNotTrainedAgain() throws Exception {
        Job job = add("'epochs':1");
        RunFolder.Settings settings = RunFolder.all(RunFolder.home()).getFirst().settings();
        RunFolder.create(home.resolve("jobs").resolve(job.id()).resolve("runs"), settings, Instant.now())
                .finish(new RunFolder.Outcome("rain:77", 1, List.of(), 0, 0));
        worker(GIGABYTE * 4).workOnce();
        assertThat(jobs.get(job.id()).result()).isEqualTo("rain:77");
        try (Stream<Path> left = Files.list(home.resolve("jobs"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void worker_isKnownToBeThere_whileItWaits() throws Exception {
        Worker waiting = worker(GIGABYTE);
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                waiting.work();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        await(() -> new Workers(database, InstantSource.system()).anyHere());
        ends.set(true);
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(new Workers(database, InstantSource.system()).anyHere()).isFalse();
    }
}
