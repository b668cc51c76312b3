package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer types in a fresh clone, whatever the machine's default Java. */
class FreshCloneTest {
    /** Paths that make a command line longer than ONNX Runtime 1.29 survives: docs/decisions/031. */
    private static final int MANY = 100;

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
        CommandLine.Result result = weather.run("classify", "samples/rain.png");
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
            Path copy = folder.resolve("a picture of heavy rain with a rather long name, number " + i + ".png");
            arguments.add(Files.copy(weather.checkout().resolve("samples/rain.png"), copy)
                    .toString());
        }
        CommandLine.Result result = weather.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().filter(line -> line.contains(",raining,raining,")))
                .hasSize(MANY);
    }
}
