package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.Explanation.Region;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoLimits;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhotoClassifierTest {
    private static final byte[] RED = PhotoEncoder.png(Fixtures.plain(20, 30, 255, 0, 0));

    private PhotoClassifier classifier;

    @BeforeAll
    void open(@TempDir Path home) throws BundleException {
        Bundle bundle = BundleStore.open(home).add(Fixtures.draft("tiny"));
        classifier = PhotoClassifier.open(bundle, PhotoDecoder.create(new PhotoLimits(100_000, 1_000_000, 10)));
    }

    @AfterAll
    void close() {
        classifier.close();
    }

    @Test
    void photo_isClassified() {
        var answer = (Answer.Classified) classifier.classify(RED, "red.png", false);
        assertThat(answer.label()).isEqualTo("red");
        assertThat(answer.probabilities()).containsOnlyKeys("red", "blue");
        assertThat(answer.model()).isEqualTo("tiny:1");
        assertThat(answer.photo()).isEqualTo("red.png");
        assertThat(answer.explanation()).isNull();
    }

    @Test
    void answers_haveNamesOfTheirOwn() {
        assertThat(classifier.classify(RED, null, false).id())
                .isNotEqualTo(classifier.classify(RED, null, false).id());
    }

    @Test
    void bytesThatAreNoPhoto_fail() {
        assertThat(problem("hello".getBytes(StandardCharsets.UTF_8)).type()).isEqualTo("not-a-photo");
        assertThat(problem(new byte[0]).status()).isEqualTo(422);
    }

    @Test
    void truncatedPhoto_failsWithTheDecodersWords() {
        Answer.Problem problem = problem(Arrays.copyOf(RED, RED.length / 2));
        assertThat(problem.type()).isEqualTo("not-a-photo");
        assertThat(problem.detail()).containsIgnoringCase("PNG");
    }

    @Test
    void photoBeyondALimit_fails() {
        assertThat(problem(new byte[100_001]).status()).isEqualTo(413);
    }

    @Test
    void formatThatIsNotRead_fails() {
        assertThat(problem(new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
                        .status())
                .isEqualTo(415);
    }

    @Test
    void region_isInThePixelsOfTheFullSizePhoto() {
        var red = new Region(400, 0, 400, 600);
        byte[] jpeg = PhotoEncoder.jpeg(Fixtures.redPart(800, 600, red), 90);
        var answer = (Answer.Classified) classifier.classify(jpeg, null, true);
        Answer.Heat heat = Objects.requireNonNull(answer.explanation());
        Region found = heat.region();
        assertThat(found.x()).isCloseTo(400, within(40));
        assertThat(found.x() + found.width()).isEqualTo(800);
        assertThat(found.height()).isEqualTo(600);
        assertThat(heat.heatmap()).startsWith("data:image/png;base64,iVBOR");
    }

    private Answer.Problem problem(byte[] file) {
        return ((Answer.Failed) classifier.classify(file, null, false)).error();
    }
}
