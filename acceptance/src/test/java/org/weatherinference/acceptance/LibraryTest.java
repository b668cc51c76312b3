package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library in a program of somebody else, run as its page says. */
class LibraryTest {
    private static final int SECONDS = 120;

    /** What the program depends on, of all that tests have: not the jar of the model's own tests. */
    private static final Pattern NEEDED = Pattern.compile(
            ".*/((examples/java|photo|model)/target/(?!.*test).*|(javacpp|leptonica|onnxruntime|jackson-core|jspecify)-[^/]*\\.jar)");

    @TempDir
    Path folder;

    @Test
    void program_runsFromModules_andPrintsNothingElse() throws Exception {
        assertAnswers(run(command("-p")));
    }

    @Test
    void program_runsFromTheClassPath_andPrintsNothingElse() throws Exception {
        assertAnswers(run(command("-cp")));
    }

    @Test
    void librariesOfThePlatformThatAreNoModules_areAskedFor() throws Exception {
        List<String> command = new ArrayList<>(command("-p"));
        int added = command.indexOf("--add-modules");
        command.subList(added, added + 2).clear();
        assertThat(String.join("\n", run(command))).contains("Leptonica", "--add-modules ALL-MODULE-PATH");
    }

    @Test
    void page_showsTheExampleAsItIs() throws IOException {
        Path example = Checkout.root().resolve("examples/java");
        String pom = Files.readString(example.resolve("pom.xml"));
        assertThat(page())
                .contains(Files.readString(example.resolve("src/main/java/org/example/weather/Weather.java")))
                .contains(Files.readString(example.resolve("src/main/java/module-info.java")))
                .contains(pom.substring(pom.indexOf("<dependency>"), pom.indexOf("</dependencies>"))
                        .strip()
                        .replace("\n    ", "\n"));
    }

    /** The page's way to start the program, but with what was built in the place of what its reader would have. */
    private static List<String> command(String path) throws IOException {
        String shown = page().lines()
                .map(String::strip)
                .filter(line -> line.startsWith("java " + path + " "))
                .collect(Collectors.joining());
        List<String> command = new ArrayList<>(List.of(shown.split(" ")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.set(
                2,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> NEEDED.matcher(entry).matches())
                        .collect(Collectors.joining(File.pathSeparator)));
        return command;
    }

    private static String page() throws IOException {
        return Files.readString(Checkout.root().resolve("docs/library.md"));
    }

    private List<String> run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Checkout.root().resolve("examples/java").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("WEATHER_HOME", folder.resolve("home").toString());
        assertThat(builder.start().waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(output);
    }

    private void assertAnswers(List<String> lines) {
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("\\S+rain\\.jpg: raining, raining, 0\\.\\d+");
        assertThat(lines.get(1)).contains("README.md: not a picture");
        assertThat(folder.resolve("home/cache"))
                .as("ONNX Runtime, unpacked once for all")
                .isNotEmptyDirectory();
    }
}
