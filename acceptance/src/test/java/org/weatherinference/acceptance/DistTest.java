package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.weatherinference.acceptance.HttpAnswer.classify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.Answer;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoLimits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code weather dist}: built, unpacked elsewhere, and run where there is no Java and no environment. */
class DistTest {
    private static final long MOST_BYTES = 130_000_000;
    private static final int SECONDS_TO_END = 10;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static JsonNode built;
    private static UnpackedDistribution weather;
    private static Path photo;

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "distributions are built on Linux only");
        built = dist("first.zip");
        weather = UnpackedDistribution.of(folder.resolve("first.zip"), folder.resolve("any folder/at all"));
        photo = Files.write(folder.resolve("drawn.jpg"), PhotoEncoder.jpeg(sky(), 90));
    }

    private static JsonNode dist(String file) throws Exception {
        CommandLine.Result result = FreshClone.weather()
                .run("dist", "--format", "json", "-o", folder.resolve(file).toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JSON.readTree(result.out());
    }

    /** Lighter towards the top, with some noise as of a camera. */
    private static Photo sky() {
        byte[] rgb = new byte[300 * 200 * 3];
        Random random = new Random(5);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (200 - i / 2000 + random.nextInt(20));
        }
        return Photo.of(300, 200, rgb);
    }

    @Test
    void zip_isSmall_andTheSameWhenItIsBuiltAgain() throws Exception {
        assertThat(built.get("bytes").asLong())
                .isEqualTo(Files.size(folder.resolve("first.zip")))
                .isLessThan(MOST_BYTES);
        assertThat(dist("second.zip").get("digest")).isEqualTo(built.get("digest"));
    }

    @Test
    void unpacked_classifiesAsTheLibraryDoes_andWritesNothingThere() throws Exception {
        List<Path> before = weather.files();
        CommandLine.Result result = weather.run("classify", "--format", "json", photo.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(JSON.readTree(result.out()).get("probabilities")).isEqualTo(inProcess());
        assertThat(weather.files()).isEqualTo(before);
    }

    @Test
    void server_answersAsTheLibraryDoes_andEndsWhenTold() throws Exception {
        try (RunningServer server = weather.serve()) {
            String address = server.address().toString();
            assertThat(JSON.readTree(classify(address, photo)).get("probabilities"))
                    .isEqualTo(inProcess());
            assertThat(weather.run("health", address).exitCode()).isZero();
            assertThat(server.terminate(SECONDS_TO_END)).isZero();
        }
    }

    /** Though it was made in another folder. */
    @Test
    void javasCacheOfAStart_isOfUse() throws Exception {
        CommandLine.Result result = weather.run("doctor");
        assertThat(result.out()).containsPattern("(?m)^ok +start-up +from an AOT cache");
    }

    @Test
    void explanation_isDrawn() throws Exception {
        CommandLine.Result result =
                weather.run("classify", "--explain", folder.resolve("explained").toString(), photo.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(folder.resolve("explained/drawn.jpg.overlay.png")).isNotEmptyFile();
    }

    @Test
    void training_saysWhatItWouldNeed() throws Exception {
        CommandLine.Result result = weather.run("train", "photos", "--name", "mine");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("checkout of Weather Inference", "JDK 25");
    }

    @Test
    void nothingOfTrainingOrOfOtherPlatforms_isInIt() throws Exception {
        assertThat(weather.files().stream().map(path -> path.getFileName().toString()))
                .noneMatch(name -> name.matches("(?i).*(djl|pytorch|jib|delivery|training|\\.dll|\\.dylib).*"));
    }

    private static JsonNode inProcess() throws Exception {
        try (PhotoClassifier classifier = PhotoClassifier.open(
                Checkout.shipped(folder.resolve("no-home")).standardBundle(),
                PhotoDecoder.create(PhotoLimits.DEFAULT))) {
            Answer answer = classifier.classify(Files.readAllBytes(photo), null, false);
            return JSON.readTree(answer.toJson()).get("probabilities");
        }
    }
}
