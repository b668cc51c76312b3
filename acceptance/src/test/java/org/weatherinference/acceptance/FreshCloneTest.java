package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer types in a fresh clone, whatever the machine's default Java. */
class FreshCloneTest {
    /** Paths that make a command line longer than ONNX Runtime 1.29 survives: docs/decisions/031. */
    private static final int MANY = 100;

    private static final int SECONDS_TO_END = 10;

    @TempDir
    private static Path folder;

    private static CommandLine weather;

    @BeforeAll
    static void copyTheCheckout() throws IOException {
        Path clone = folder.resolve("a clone");
        CommandLine.copy(Checkout.root(), clone);
        weather = new CommandLine(clone, Files.createDirectories(folder.resolve("home")));
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
        try (RunningServer server = weather.serve()) {
            String address = server.address().toString();
            assertThat(probabilities(classify(address, weather.checkout().resolve("samples/rain.jpg"))))
                    .isEqualTo(typed);
            CommandLine.Result health = weather.run("health", address);
            assertThat(health.exitCode()).as(health.err()).isZero();
            assertThat(server.terminate(SECONDS_TO_END)).isZero();
            assertThat(weather.run("health", address).exitCode()).isEqualTo(1);
        }
    }

    private static String classify(String address, Path photo) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/classify"))
                    .header("Content-Type", "image/jpeg")
                    .POST(HttpRequest.BodyPublishers.ofFile(photo))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** To their last character. */
    private static String probabilities(String answer) {
        Matcher found = Pattern.compile("\"probabilities\":\\{[^}]+}").matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group();
    }
}
