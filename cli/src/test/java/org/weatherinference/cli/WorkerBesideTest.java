package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.SettingException;

class WorkerBesideTest {
    private static final String LAUNCHER = "weather.launcher";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void forget() {
        System.clearProperty(LAUNCHER);
    }

    private ServerSettings settings(String worker) throws SettingException {
        return ServerSettings.of(
                Map.of(
                        Setting.WORKER,
                        worker,
                        Setting.DATABASE,
                        "jdbc:sqlite:" + folder.resolve("state.db"),
                        Setting.DATASETS,
                        folder.resolve("photos").toString()),
                Map.of(),
                null);
    }

    private WorkerBeside worker() throws SettingException {
        return Objects.requireNonNull(WorkerBeside.of(settings("true"), new PrintStream(err, true, UTF_8)));
    }

    /** Notes what it is started with, and waits. */
    private Path launcher() throws IOException {
        Path script = folder.resolve("launcher");
        Path notes = folder.resolve("notes");
        Files.writeString(
                script,
                "#!/bin/sh\necho \"$$ $* $WEATHER_DATABASE $WEATHER_DATASETS\" >>'" + notes + "'\nexec sleep 100\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        System.setProperty(LAUNCHER, script.toString());
        return notes;
    }

    private static List<String> await(Path notes, int lines) throws Exception {
        Instant end = Instant.now().plusSeconds(20);
        while (!Files.exists(notes) || Files.readAllLines(notes).size() < lines) {
            assertThat(Instant.now()).as("waited for too long").isBefore(end);
            Thread.sleep(50);
        }
        return Files.readAllLines(notes);
    }

    private static ProcessHandle process(String note) {
        return ProcessHandle.of(Long.parseLong(note.replaceFirst(" .*", ""))).orElseThrow();
    }

    @Test
    void worker_hasTheServersDatabaseAndDatasets_butNotAsOptions() throws Exception {
        Path notes = launcher();
        try (WorkerBeside worker = worker()) {
            worker.start();
            assertThat(await(notes, 1).getFirst())
                    .endsWith(" worker --beside " + ProcessHandle.current().pid() + " jdbc:sqlite:"
                            + folder.resolve("state.db") + " " + folder.resolve("photos"));
        }
    }

    @Test
    void workerThatDies_isStartedAgain_andEndsWithTheServer() throws Exception {
        Path notes = launcher();
        ProcessHandle second;
        try (WorkerBeside worker = worker()) {
            worker.start();
            process(await(notes, 1).getFirst()).destroyForcibly();
            second = process(await(notes, 2).get(1));
            assertThat(err.toString(UTF_8))
                    .isEqualTo("weather: the worker ended with exit code 137; it is started again in 1 s\n");
        }
        assertThat(second.isAlive()).isFalse();
    }

    @Test
    void copyThatCannotTrain_saysSoAtTheStart() {
        assertThatThrownBy(this::worker)
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(
                        "worker is true, but this copy of the program cannot train: run ./weather worker");
    }

    @Test
    void withoutTheSetting_thereIsNone() throws SettingException {
        assertThat(WorkerBeside.of(settings("false"), System.err)).isNull();
    }
}
