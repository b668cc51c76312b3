package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.training.RunFolder.Kind;
import org.weatherinference.training.RunFolder.State;
import org.xml.sax.InputSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class LrFindCommandTest {
    @TempDir
    private static Path photos;

    @TempDir
    private Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeAll
    static void draw() throws IOException {
        Drawings.dataset(photos, 10);
    }

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

    private int run(String... further) throws IOException {
        Path start = Files.write(home.resolve("tiny.onnx"), TinyNetwork.bytes());
        List<String> all = new ArrayList<>(List.of(photos.toString(), "--from", start.toString()));
        all.addAll(List.of("--size", "32", "--batch", "4", "--seed", "5"));
        all.addAll(List.of(further));
        LrFindCommand command = new LrFindCommand();
        new CommandLine(command).setOverwrittenOptionsAllowed(true).parseArgs(all.toArray(String[]::new));
        return command.call();
    }

    private String text() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void curve_isDrawnWithItsSuggestion() throws Exception {
        Path svg = home.resolve("lr-find.svg");
        assertThat(run("-o", svg.toString())).isEqualTo(ExitCode.DONE);
        assertThat(text()).contains("Loss while the learning rate grows", "↑", "suggestion: ");
        String suggestion = text().replaceAll("(?s).*suggestion: ([0-9.E-]+).*", "$1");
        String drawn = Files.readString(svg);
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(drawn)));
        assertThat(drawn).contains("suggestion: " + suggestion + "<", "<polyline");
    }

    /** Eighteen photos to learn from are four steps an epoch. */
    @Test
    void fewPhotos_comeAgain() throws Exception {
        run("--format", "json");
        RateCurve curve = new JsonMapper().readValue(text(), RateCurve.class);
        assertThat(curve.points()).hasSizeGreaterThan(20).hasSizeLessThanOrEqualTo(RateFinder.STEPS);
        assertThat(curve.points().getFirst().rate()).isEqualTo(RateFinder.LOWEST);
        assertThat(curve.points()).isSortedAccordingTo((a, b) -> Double.compare(a.rate(), b.rate()));
        assertThat(curve.suggestion()).isBetween(RateFinder.LOWEST, RateFinder.HIGHEST);
    }

    @Test
    void sameSeed_givesTheSameCurve() throws Exception {
        run("--format", "json");
        run("--format", "json");
        assertThat(text().lines().distinct()).hasSize(1);
    }

    @Test
    void search_isARun() throws Exception {
        run();
        RunFolder run = RunFolder.all(RunFolder.home()).getFirst();
        assertThat(run.settings().kind()).isEqualTo(Kind.LR_FIND);
        assertThat(run.state()).isEqualTo(State.ENDED);
        assertThat(run.curve()).isPresent();
    }

    @Test
    void unknownStrength_isRefused() {
        assertThatThrownBy(() -> run("--augment", "wild")).hasMessageContaining("none, light, standard, strong");
    }

    @Test
    void missingFolder_isNamed() {
        assertThatThrownBy(() -> run("--labels", "hail,sunny"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("hail");
    }
}
