package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weatherinference.acceptance.HttpAnswer.classify;
import static org.weatherinference.acceptance.HttpAnswer.probabilities;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** What a newcomer types in a fresh clone, whatever the machine's default Java. */
class FreshCloneTest {
    /** Paths that make a command line longer than ONNX Runtime 1.29 survives: docs/decisions/031. */
    private static final int PHOTOS_TO_LEARN_FROM = 100;

    private static final int MANY = 100;

    private static final int SECONDS_TO_END = 10;

    @TempDir
    private static Path folder;

    private static CommandLine weather;

    @BeforeAll
    static void findTheClone() throws IOException {
        weather = FreshClone.weather();
    }

    @Test
    void readmeCommand_buildsAndAnswers() throws Exception {
        CommandLine.Result result = weather.run("classify", "samples/rain.jpg");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("raining");
    }

    @Test
    void secondRun_printsTheSameBytesButForIdAndMillis() throws Exception {
        List<String> first = answers(weather.run("classify", "--format", "json", "samples"));
        List<String> second = answers(weather.run("classify", "--format", "json", "samples"));
        assertThat(first).isNotEmpty().isEqualTo(second);
    }

    private static List<String> answers(CommandLine.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out()
                .lines()
                .map(line -> line.replaceFirst("\"id\":\"[^\"]*\"", "").replaceFirst("\"millis\":\\{[^}]*}", ""))
                .toList();
    }

    @Test
    void longCommandLine_isAnswered() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("classify", "--format", "csv"));
        for (int i = 0; i < MANY; i++) {
            Path copy = folder.resolve("a picture of heavy rain with a rather long name, number " + i + ".jpg");
            arguments.add(Files.copy(weather.checkout().resolve("samples/rain.jpg"), copy)
                    .toString());
        }
        CommandLine.Result result = weather.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().filter(line -> line.contains(",raining,raining,")))
                .hasSize(MANY);
    }

    @Test
    void server_answersAsTheCommandLineDoes_andEndsWhenTold() throws Exception {
        String typed = probabilities(
                weather.run("classify", "--format", "json", "samples/rain.jpg").out());
        try (RunningServer server = weather.serve("--port", "0")) {
            String address = server.address().toString();
            assertThat(probabilities(classify(address, weather.checkout().resolve("samples/rain.jpg"))))
                    .isEqualTo(typed);
            CommandLine.Result health = weather.run("health", address);
            assertThat(health.exitCode()).as(health.err()).isZero();
            assertThat(server.terminate(SECONDS_TO_END)).isZero();
            assertThat(weather.run("health", address).exitCode()).isEqualTo(1);
        }
    }

    @Test
    void trainingPagesCommands_goTheWholeWay() throws Exception {
        for (int i = 0; i < PHOTOS_TO_LEARN_FROM; i++) {
            draw("sunny", i, 130, 30);
            draw("raining", i, 40, 0);
        }
        List<String> commands = commands(Files.readString(weather.checkout().resolve("docs/training.md")));
        assertThat(commands).hasSizeGreaterThan(10);
        for (String command : commands) {
            CommandLine.Result result = weather.run(command.split(" "));
            assertThat(result.exitCode())
                    .as("%s%n%s%s", command, result.out(), result.err())
                    .isZero();
        }
        assertThat(Files.readString(weather.checkout().resolve("report/index.html")))
                .contains("rain:2", "rain:1");
        assertThat(weather.run("classify", "--model", "rain", "photos/sunny/0.jpg")
                        .out())
                .contains("sunny");
    }

    /** Those of the page's walk, without the program's name. */
    private static List<String> commands(String page) {
        return page.substring(page.indexOf("## From photos to a bundle"), page.indexOf("## What it writes"))
                .lines()
                .filter(line -> line.startsWith("    weather "))
                .map(line -> line.strip().substring("weather ".length()))
                .toList();
    }

    /** A patchwork of lights, no two alike: of rain grey and dark, of sun bright and warm. */
    private static void draw(String label, int number, int darkest, int warmth) throws IOException {
        Random random = new Random(31L * number + darkest);
        byte[] patches = new byte[12 * 9 * 3];
        for (int i = 0; i < patches.length; i += 3) {
            int light = darkest + random.nextInt(100);
            patches[i] = (byte) (light + warmth / 2);
            patches[i + 1] = (byte) light;
            patches[i + 2] = (byte) (light - warmth);
        }
        Path file = weather.checkout().resolve("photos").resolve(label).resolve(number + ".jpg");
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, PhotoEncoder.jpeg(Photo.of(12, 9, patches).resize(96, 72), 90));
    }
}
