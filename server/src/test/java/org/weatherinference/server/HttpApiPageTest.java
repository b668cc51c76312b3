package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** Runs the examples of docs/http-api.md as they are, but for the addresses. */
class HttpApiPageTest {
    /** Surefire runs in the module's folder. */
    private static final Path PAGE = Path.of("../docs/http-api.md");

    private static final Pattern BLOCK =
            Pattern.compile("^(?:## ([^\\n]*)|```(\\w+)\\n(.*?)^```)$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Set<String> LANGUAGES = Set.of("sh", "java", "python");
    /** What an example of each section prints, in whatever language. */
    private static final Map<String, List<String>> PRINTED = Map.of(
            "One photo", List.of("red"),
            "Several photos", List.of("photo.jpg", "red", "other.jpg", "blue"),
            "What decided", List.of("width", "height"),
            "A photo on the web", List.of("blue"),
            "Models", List.of("sun-rain", "red", "blue"),
            "When something is wrong", List.of("422", "not-a-photo", "not a picture"));

    @TempDir
    private static Path folder;

    private static HttpServer web;
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        byte[] blue = jpeg(0, 0, 255);
        Files.write(folder.resolve("photo.jpg"), jpeg(255, 0, 0));
        Files.write(folder.resolve("other.jpg"), blue);
        Files.writeString(folder.resolve("notes.txt"), "It rained.");
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/rain.jpg", exchange -> {
            exchange.sendResponseHeaders(200, blue.length);
            exchange.getResponseBody().write(blue);
            exchange.close();
        });
        web.start();
        scene = Scene.start(folder.resolve("home"), Map.of(Setting.ALLOW_HOSTS, webAddress()));
    }

    @AfterAll
    static void stop() {
        scene.close();
        web.stop(0);
    }

    private static String webAddress() {
        return "127.0.0.1:" + web.getAddress().getPort();
    }

    private static byte[] jpeg(int red, int green, int blue) {
        byte[] rgb = new byte[64 * 48 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return PhotoEncoder.jpeg(Photo.of(64, 48, rgb), 90);
    }

    record Example(String section, String language, String code) {
        @Override
        public String toString() {
            return section + ", " + language;
        }
    }

    private static List<Example> blocks() throws IOException {
        List<Example> blocks = new ArrayList<>();
        String section = "";
        for (Matcher found = BLOCK.matcher(Files.readString(PAGE)); found.find(); ) {
            if (found.group(1) == null) {
                blocks.add(new Example(section, found.group(2), found.group(3)));
            } else {
                section = found.group(1);
            }
        }
        return blocks;
    }

    private static Stream<Example> examples() throws Exception {
        boolean curl = isThere("curl");
        boolean python = isThere("python3");
        return blocks().stream()
                .filter(example -> example.language().equals("java")
                        || (example.language().equals("sh") && curl)
                        || (example.language().equals("python") && python));
    }

    private static boolean isThere(String program) throws Exception {
        boolean there = new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        if (!there) {
            System.err.println("left out: there is no " + program + " to run the examples of " + PAGE);
        }
        return there;
    }

    @Test
    void everySection_tellsItInEveryLanguage() throws Exception {
        Map<String, Set<String>> told = blocks().stream()
                .filter(block -> LANGUAGES.contains(block.language()))
                .collect(Collectors.groupingBy(
                        Example::section,
                        LinkedHashMap::new,
                        Collectors.mapping(Example::language, Collectors.toSet())));
        assertThat(told.keySet()).isEqualTo(PRINTED.keySet());
        assertThat(told.values()).allSatisfy(languages -> assertThat(languages).isEqualTo(LANGUAGES));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_printsTheAnswer(Example example) throws Exception {
        String code = here(example.code());
        String printed = switch (example.language()) {
            case "sh" -> run("sh", "-eu", "-c", code);
            case "java" -> runFile("Example.java", code, java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
            default -> runFile("example.py", code, "python3");
        };
        assertThat(printed).contains(PRINTED.getOrDefault(example.section(), List.of("a section that is known")));
    }

    /** Every example is about one of the two servers, and is let nowhere else. */
    private static String here(String code) {
        assertThat(code).contains("http://127.0.0.1:8080/");
        String here = code.replace("http://127.0.0.1:8080/", scene.uri("/").toString())
                .replace("https://example.org/", "http://" + webAddress() + "/");
        assertThat(Pattern.compile("https?://(?!127\\.0\\.0\\.1:)")
                        .matcher(here)
                        .find())
                .as("another address in %s", code)
                .isFalse();
        return here;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String runFile(String name, String code, String... program) throws Exception {
        Files.writeString(folder.resolve(name), code);
        return run(Stream.concat(Stream.of(program), Stream.of(name)).toArray(String[]::new));
    }

    private static String run(String... command) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(err, UTF_8)).isZero();
        return Files.readString(out, UTF_8);
    }

    @Test
    void answersShown_areThoseOfTheContract() throws Exception {
        List<Example> answers = blocks().stream()
                .filter(block -> block.language().equals("json"))
                .toList();
        assertThat(answers).hasSize(3);
        for (Example answer : answers) {
            boolean problem = answer.section().equals("When something is wrong");
            HttpHeaders headers = HttpHeaders.of(
                    Map.of(
                            "Content-Type", List.of(problem ? "application/problem+json" : "application/json"),
                            "X-Request-Id", List.of("1")),
                    (_, _) -> true);
            ContractCheck.check("POST", URI.create("/v1/classify"), problem ? 422 : 200, headers, answer.code());
        }
    }

    @Test
    void table_namesEveryProblem() throws Exception {
        String table = Arrays.stream(ProblemType.values())
                // The command line's alone.
                .filter(type -> type != ProblemType.NOT_READABLE)
                .map(type -> "| `%s` | %d | %s |".formatted(type.word(), type.status(), type.title()))
                .collect(Collectors.joining("\n", "| `type` | Status | `title` |\n|---|---|---|\n", "\n"));
        assertThat(Files.readString(PAGE))
                .as("to mend it, put this at its end:%n%s", table)
                .endsWith(table);
    }
}
