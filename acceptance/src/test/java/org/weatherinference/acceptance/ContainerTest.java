package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.weatherinference.acceptance.HttpAnswer.agree;
import static org.weatherinference.acceptance.HttpAnswer.classify;
import static org.weatherinference.acceptance.HttpAnswer.probabilities;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code weather container}: the image is built, taken apart and run, without any Docker. */
class ContainerTest {
    private static final long MOST_BYTES = 180_000_000;
    private static final long MOST_MEMORY_KB = 300_000;
    private static final int PHOTOS = 100;
    private static final int SECONDS = 20;

    @TempDir
    private static Path folder;

    private static JsonNode built;
    private static UnpackedImage image;

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(UnpackedImage.canRun(), "images are not run: there is no bubblewrap here, or it may not");
        built = new JsonMapper().readTree(container("first.tar"));
        image = UnpackedImage.of(folder.resolve("first.tar"), folder);
    }

    private static String container(String file) throws Exception {
        CommandLine.Result result = FreshClone.weather()
                .run(
                        "container",
                        "sun-rain",
                        "--format",
                        "json",
                        "-o",
                        folder.resolve(file).toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    @Test
    void builtTwice_isTheSame() throws Exception {
        JsonNode again = new JsonMapper().readTree(container("second.tar"));
        assertThat(again.get("layers")).hasSize(6).isEqualTo(built.get("layers"));
        assertThat(again.get("digest")).isEqualTo(built.get("digest"));
    }

    @Test
    void unpacked_fitsWhereLittleIsGiven() {
        assertThat(built.get("unpacked").asLong()).isLessThan(MOST_BYTES);
    }

    @Test
    void billOfMaterials_namesWhatIsInIt() throws IOException {
        assertThat(image.root().resolve("opt/weather/sbom.cdx.json"))
                .content()
                .contains(
                        "\"bomFormat\": \"CycloneDX\"",
                        "pkg:maven/com.microsoft.onnxruntime/onnxruntime@",
                        "pkg:maven/org.weatherinference/server@",
                        "\"libc.so.6\"",
                        "\"machine-learning-model\"");
    }

    @Test
    void nothingOfTrainingOrOfOtherPlatforms_isInIt() throws IOException {
        try (var all = Files.walk(image.root())) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.matches("(?i).*(djl|pytorch|jib|delivery|training|\\.dll|\\.dylib).*"));
        }
    }

    @Test
    void image_answersAsTheCommandLineDoes_isReadyAndEndsWhenTold() throws Exception {
        int port = Nginx.freePort();
        Path err = folder.resolve("err.txt");
        Process server = image.start(port, folder.resolve("out.txt"), err, image.standardArguments());
        try {
            Path photo = FreshClone.weather().checkout().resolve("samples/rain.jpg");
            String typed = FreshClone.weather()
                    .run("classify", "--model", "sun-rain", "--format", "json", photo.toString())
                    .out();
            awaitReady(port, server, err);
            for (int i = 0; i < PHOTOS; i++) {
                assertThat(probabilities(classify("http://127.0.0.1:" + port, photo)))
                        .isEqualTo(probabilities(typed));
            }
            String address = "http://127.0.0.1:" + port;
            assertThat(agree(address, classify(address, photo))).contains("this server takes no feedback");
            ProcessHandle program = program(server);
            assertThat(memoryKb(program)).isLessThan(MOST_MEMORY_KB);
            program.destroy();
            assertThat(server.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).as(Files.readString(err)).isZero();
            assertThat(health(port).waitFor()).isEqualTo(1);
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void awaitReady(int port, Process server, Path err) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (health(port).waitFor() != 0) {
            assertThat(server.isAlive() && System.nanoTime() < end)
                    .as(Files.readString(err))
                    .isTrue();
        }
    }

    private static Process health(int port) throws IOException {
        return image.start(port, folder.resolve("health.txt"), folder.resolve("health-err.txt"), "health");
    }

    private static ProcessHandle program(Process server) {
        return server.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/opt/weather/bin/weather"))
                .findFirst()
                .orElseThrow();
    }

    private static long memoryKb(ProcessHandle process) throws IOException {
        String status = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "status"));
        Matcher found = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
        assertThat(found.find()).as(status).isTrue();
        return Long.parseLong(found.group(1));
    }
}
