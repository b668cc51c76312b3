package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The folder of one training, {@code <home>/runs/<name>-<time>}: what was asked for, checkpoints, and how it went. */
final class RunFolder {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /**
     * What was asked for, so that a run that is taken up again does the same.
     *
     * @param labels the selection as typed; empty for all
     * @param from the start network as typed; empty for the standard bundle
     * @param valid share of the photos without a recorded split that only measure
     * @param network SHA-256 of the start network
     * @param dataset the dataset's hash, its splits included
     */
    record Settings(
            String name, String labels, String from, double valid, String network, String dataset, TrainingPlan plan) {}

    /** How it ended. */
    record Outcome(String bundle, int bestEpoch, List<EpochResult> history) {}

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    static RunFolder create(Path runs, Settings settings, Instant now) throws IOException {
        RunFolder run = new RunFolder(Files.createDirectories(runs.resolve(settings.name() + "-" + TIME.format(now))));
        JSON.writerWithDefaultPrettyPrinter().writeValue(run.settingsFile().toFile(), settings);
        return run;
    }

    /** The newest run of a name that has not ended. */
    static Optional<RunFolder> unfinished(Path runs, String name) throws IOException {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(folder -> folder.getFileName().toString().matches(name + "-\\d{8}-\\d{6}"))
                    .map(RunFolder::new)
                    .filter(run -> Files.exists(run.settingsFile()) && !Files.exists(run.outcomeFile()))
                    .max(Comparator.comparing(RunFolder::path));
        }
    }

    Path path() {
        return folder;
    }

    Settings settings() {
        return JSON.readValue(settingsFile().toFile(), Settings.class);
    }

    /** Ends the run: its checkpoints are no longer needed. */
    void finish(Outcome outcome) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(outcomeFile().toFile(), outcome);
        new Checkpoint(folder).delete();
    }

    private Path settingsFile() {
        return folder.resolve("run.json");
    }

    private Path outcomeFile() {
        return folder.resolve("outcome.json");
    }
}
