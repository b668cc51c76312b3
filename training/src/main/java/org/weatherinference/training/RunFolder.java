package org.weatherinference.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.weatherinference.model.WeatherHome;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of one run, {@code <home>/runs/<name>-<time>}: what was asked for, checkpoints, and how it went. A run
 * that is under way holds a lock on a file in it, which the system takes away with the process.
 */
final class RunFolder {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int TIME_LENGTH = "yyyyMMdd-HHmmss".length();

    /** What is done. */
    enum Kind {
        TRAIN,
        LR_FIND,
        FOLDS,
        LEAVE_SOURCE_OUT;

        /** As the command or option is called. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How far a run has come. */
    enum State {
        /** A process is at it. */
        RUNNING,
        /** No process is at it any more; a training can be taken up again. */
        STOPPED,
        /** It gave up, see {@link #failure}; a training can be tried again. */
        FAILED,
        /** It is done. */
        ENDED;

        /** As shown. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was asked for, so that a run that is taken up again does the same.
     *
     * @param name of the bundle to be made; of the kind where none is
     * @param labels the selection as typed; empty for all
     * @param from the start network as typed; empty for the standard bundle
     * @param valid share of the photos without a recorded split that only measure
     * @param parent name of the start network
     * @param parentEpochs that it has learnt already, as far as is known
     * @param network SHA-256 of the start network
     * @param dataset the dataset's hash, its splits included
     * @param saveStages whether the network is also kept as it is after each stage
     */
    record Settings(
            Kind kind,
            String name,
            String labels,
            String from,
            double valid,
            String parent,
            int parentEpochs,
            String network,
            String dataset,
            boolean saveStages,
            TrainingPlan plan) {}

    /**
     * How it ended.
     *
     * @param bundle that was made; empty where none was
     * @param bestEpoch whose network was kept; 0 where there is none
     * @param photos that were measured; 0 where none were
     * @param wrong answers among them
     */
    record Outcome(String bundle, int bestEpoch, List<EpochResult> history, int photos, int wrong) {
        static final Outcome WITHOUT_BUNDLE = new Outcome("", 0, List.of(), 0, 0);
    }

    private record Failure(String message) {}

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /** Where all runs are; need not exist. */
    static Path home() {
        return WeatherHome.folder().resolve("runs");
    }

    static RunFolder create(Path runs, Settings settings, Instant now) throws IOException {
        Files.createDirectories(runs);
        RunFolder run = new RunFolder(created(runs, settings.name(), now));
        run.write("run.json", settings);
        return run;
    }

    /** One of its own, also for the second run in a second. */
    private static Path created(Path runs, String name, Instant now) throws IOException {
        Path folder = runs.resolve(name + "-" + TIME.format(now));
        try {
            return Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            return created(runs, name, now.plusSeconds(1));
        }
    }

    /** Every run, the newest first. */
    static List<RunFolder> all(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(folder -> folder.getFileName().toString().matches(".+-\\d{8}-\\d{6}"))
                    .map(RunFolder::new)
                    .filter(run -> Files.exists(run.file("run.json")))
                    .sorted(Comparator.comparing(RunFolder::began)
                            .thenComparing(RunFolder::id)
                            .reversed())
                    .toList();
        }
    }

    /** The newest training of a name that has not ended. */
    static Optional<RunFolder> unfinished(Path runs, String name) throws IOException {
        return all(runs).stream()
                .filter(run -> run.isOf(name))
                .filter(run -> run.settings().kind() == Kind.TRAIN && run.state() != State.ENDED)
                .findFirst();
    }

    Path path() {
        return folder;
    }

    /** What it is called, unlike any other. */
    String id() {
        return folder.getFileName().toString();
    }

    /** Whether it is one of that name. */
    boolean isOf(String name) {
        return id().length() == name.length() + 1 + TIME_LENGTH && id().startsWith(name + "-");
    }

    /** To the second. */
    Instant began() {
        return Instant.from(TIME.parse(id().substring(id().length() - TIME_LENGTH)));
    }

    /** @throws JacksonException where the file was written by hand or by another version of the program */
    Settings settings() {
        return JSON.readValue(file("run.json").toFile(), Settings.class);
    }

    State state() {
        if (Files.exists(file("outcome.json"))) {
            return State.ENDED;
        }
        if (isLocked()) {
            return State.RUNNING;
        }
        return Files.exists(file("failure.json")) ? State.FAILED : State.STOPPED;
    }

    private boolean isLocked() {
        Path file = file("lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Says that a process is at the run, as long as it is open. */
    record Hold(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /**
     * Takes the run for this process.
     *
     * @throws TrainingException where another is at it
     */
    Hold hold() throws IOException, TrainingException {
        FileChannel channel = FileChannel.open(file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (locked(channel)) {
            Files.deleteIfExists(file("failure.json"));
            return new Hold(channel);
        }
        channel.close();
        throw new TrainingException("the run " + id() + " is under way in another process: wait for it, or stop it");
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Ends the run: its checkpoints are no longer needed. */
    void finish(Outcome outcome) throws IOException {
        write("outcome.json", outcome);
        new Checkpoint(folder).delete();
    }

    /** Notes why the run gave up. */
    void fail(String message) throws IOException {
        write("failure.json", new Failure(message));
    }

    /** Why it gave up; nothing unless it did. */
    Optional<String> failure() {
        return read("failure.json", Failure.class).map(Failure::message);
    }

    Optional<Outcome> outcome() {
        return read("outcome.json", Outcome.class);
    }

    /** The epochs that are done. */
    List<EpochResult> history() {
        return outcome().map(Outcome::history).orElseGet(() -> new Checkpoint(folder).history());
    }

    void keep(RateCurve curve) throws IOException {
        write("lr-find.json", curve);
    }

    /** The test that found its learning rate; nothing where there was none. */
    Optional<RateCurve> curve() {
        return read("lr-find.json", RateCurve.class);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        return Files.exists(file(name)) ? Optional.of(JSON.readValue(file(name).toFile(), type)) : Optional.empty();
    }

    private void write(String name, Object content) throws IOException {
        Path fresh = file(name + ".new");
        JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), content);
        Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
