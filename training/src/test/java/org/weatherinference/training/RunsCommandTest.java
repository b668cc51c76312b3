package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.training.RunFolder.Kind;
import org.weatherinference.training.RunFolder.Outcome;
import org.weatherinference.training.RunFolder.Settings;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunsCommandTest {
    private static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");
    private static final List<EpochResult> HISTORY = List.of(
            new EpochResult(1, true, 0.9, 0.7, 0.01, 0.2, 50),
            new EpochResult(2, false, 0.6, 0.5, 0.01, 0.1, 40),
            new EpochResult(3, false, 0.5, 0.4, 0.01, 0.05, 40));

    @TempDir
    private Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void redirect() {
        System.setProperty("weather.home", home.toString());
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(console);
        System.clearProperty("weather.home");
    }

    private static RunFolder run(Kind kind, String name, int hours) throws Exception {
        Settings settings = new Settings(kind, name, "", "", 0.2, "weather:3", 9, "12", "34", false, Plans.of(2, 8));
        return RunFolder.create(RunFolder.home(), settings, MORNING.plusSeconds(3600L * hours));
    }

    private static RateCurve curve() {
        return RateCurve.of(List.of(new RateCurve.Point(1e-5, 0.7), new RateCurve.Point(1e-3, 0.3)));
    }

    private int command(String... arguments) {
        CommandLine line = new CommandLine(new RunsCommand()).setExecutionExceptionHandler((e, command, parsed) -> {
            throw e;
        });
        return line.execute(arguments);
    }

    private String text() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyRun_isALineWithItsState() throws Exception {
        run(Kind.TRAIN, "rain", 0).finish(new Outcome("rain:1", 3, HISTORY, 462, 10));
        run(Kind.TRAIN, "rain", 1).fail("the loss is NaN");
        RunFolder search = run(Kind.LR_FIND, "lr-find", 2);
        search.keep(curve());
        search.finish(Outcome.WITHOUT_BUNDLE);
        run(Kind.TRAIN, "rain", 3);
        assertThat(command()).isEqualTo(ExitCode.DONE);
        List<String> lines = text().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).contains("rain-20260301-080000", "ended", "3 of 3", " 12 ", "2.2 %", "rain:1");
        assertThat(lines.get(2)).contains("rain-20260301-090000", "failed");
        assertThat(lines.get(3)).contains("lr-find", "ended", "--lr 0.001");
        assertThat(lines.get(4)).contains("rain-20260301-110000", "stopped");
    }

    @Test
    void runUnderWay_isRunning() throws Exception {
        try (RunFolder.Hold _ = run(Kind.TRAIN, "rain", 0).hold()) {
            command();
        }
        assertThat(text()).contains("running");
    }

    @Test
    void json_isAnObjectALine() throws Exception {
        run(Kind.TRAIN, "rain", 0).finish(new Outcome("rain:1", 3, HISTORY, 462, 10));
        run(Kind.TRAIN, "rain", 1);
        command("--format", "json");
        JsonNode first = new JsonMapper().readTree(text().lines().toList().getFirst());
        assertThat(first.get("run").asString()).isEqualTo("rain-20260301-080000");
        assertThat(first.get("wrong").asInt()).isEqualTo(10);
        assertThat(first.get("epochsInAll").asInt()).isEqualTo(12);
        assertThat(first.has("failure")).isFalse();
        assertThat(text().lines()).hasSize(2);
    }

    @Test
    void unreadableRun_isSaidAndTheRestShown() throws Exception {
        run(Kind.TRAIN, "rain", 0);
        Files.writeString(run(Kind.TRAIN, "snow", 1).path().resolve("run.json"), "{\"name\":");
        assertThat(command()).isEqualTo(ExitCode.FAILED);
        assertThat(text()).contains("rain-20260301-080000").doesNotContain("snow");
    }

    @Test
    void noRuns_areNoFault() {
        assertThat(command()).isEqualTo(ExitCode.DONE);
        assertThat(text()).isEmpty();
    }

    @Test
    void show_drawsTheCurvesOfTheNewestOfAName() throws Exception {
        run(Kind.TRAIN, "rain", 0);
        RunFolder run = run(Kind.TRAIN, "rain", 1);
        run.keep(curve());
        run.finish(new Outcome("rain:1", 3, HISTORY, 462, 10));
        assertThat(command("show", "rain")).isEqualTo(ExitCode.DONE);
        assertThat(text())
                .contains("rain-20260301-090000", "weather:3", "1, head only", "5.00 %", "kept")
                .contains(
                        "Loss while the learning rate grows", "Loss of the photos learnt from", "Error on the photos");
        assertThat(text().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void show_givesAllAsJson() throws Exception {
        run(Kind.TRAIN, "rain", 0).finish(new Outcome("rain:1", 3, HISTORY, 462, 10));
        command("show", "rain-20260301-080000", "--format", "json");
        JsonNode all = new JsonMapper().readTree(text());
        assertThat(all.get("history")).hasSize(3);
        assertThat(all.get("settings").get("augment").asString()).isEqualTo("standard");
    }

    @Test
    void unknownRun_isNamedWithThoseThereAre() throws Exception {
        run(Kind.TRAIN, "rain", 0);
        RunsShowCommand show = new RunsShowCommand();
        new CommandLine(show).parseArgs("hail");
        assertThatThrownBy(show::call)
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no run hail; there are: rain-20260301-080000");
    }
}
