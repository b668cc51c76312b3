package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.Evaluation;
import org.weatherinference.evaluation.Evaluator;
import org.weatherinference.model.Answer;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/** What the shipped bundle {@code sun-rain} promises. */
class ShippedBundleTest {
    private static final int LARGEST_NETWORK = 10_000_000;

    /** The pictures of a series differ: each bears its number, and was compressed in another direction. */
    private static final float NEARLY = 0.1f;

    @TempDir
    private Path home;

    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
    private Bundle bundle;
    private PhotoClassifier classifier;

    @BeforeEach
    void open() throws Exception {
        bundle = Checkout.shipped(home).resolve("sun-rain");
        classifier = PhotoClassifier.open(bundle, decoder);
    }

    @AfterEach
    void close() {
        classifier.close();
    }

    @Test
    void network_isAtMostTenMegabytes() throws IOException {
        assertThat(Files.size(bundle.network())).isLessThan(LARGEST_NETWORK);
    }

    @Test
    void labels_areTheOriginalTwo() {
        assertThat(bundle.manifest().labels()).containsExactly("raining", "sunny");
    }

    @Test
    void card_saysWhereThePhotosCameFromAndThatMostStateNoLicence() throws IOException {
        assertThat(Files.readString(bundle.folder().resolve("MODEL_CARD.md")))
                .contains("Multi-class Weather Dataset", "WEAPD", "state no licence");
    }

    @Test
    void validPhotos_areWrongAtMostTwice() throws Exception {
        Dataset valid = Dataset.read(SharedPhotos.folder("photos"))
                .select(LabelSelection.parse("raining,sunny"))
                .only(Split.VALID);
        try (Classifier answering = bundle.classifier()) {
            Evaluation evaluation = new Evaluator(answering, bundle.manifest(), 2)
                    .evaluate(valid)
                    .evaluation();
            assertThat(evaluation.metrics().photos()).isEqualTo(462);
            assertThat(evaluation.metrics().wrong()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void largePhotos_getTheSameLabelWhenShrunk() throws Exception {
        List<Path> photos = files(SharedPhotos.folder("large"));
        assertThat(photos).hasSize(50);
        for (int side : new int[] {1280, 500}) {
            int same = 0;
            for (Path photo : photos) {
                byte[] original = Files.readAllBytes(photo);
                same += label(original).equals(label(shrunk(original, side))) ? 1 : 0;
            }
            assertThat(same).as("same label at %d px", side).isGreaterThanOrEqualTo(49);
        }
    }

    @Test
    void exifOrientations_giveTheSameLabelAndNearlyTheSameProbabilities() throws Exception {
        Path folder = SharedPhotos.folder("corpus").resolve("exif");
        for (String shape : List.of("Landscape", "Portrait")) {
            List<Answer.Classified> answers = IntStream.rangeClosed(0, 8)
                    .mapToObj(orientation -> folder.resolve(shape + "_" + orientation + ".jpg"))
                    .map(this::answer)
                    .toList();
            Answer.Classified upright = answers.get(1);
            assertThat(answers).extracting(Answer.Classified::label).containsOnly(upright.label());
            assertThat(answers)
                    .extracting(Answer.Classified::confidence)
                    .allSatisfy(confidence -> assertThat(confidence).isCloseTo(upright.confidence(), offset(NEARLY)));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".jpg")).sorted().toList();
        }
    }

    private Answer.Classified answer(Path photo) {
        try {
            return (Answer.Classified) classifier.classify(Files.readAllBytes(photo), null, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String label(byte[] file) {
        return ((Answer.Classified) classifier.classify(file, null, false)).label();
    }

    /** Its longer side so many pixels, as a sender would shrink it. */
    private byte[] shrunk(byte[] original, int side) throws PhotoException {
        Photo photo = decoder.decode(original);
        double scale = (double) side / Math.max(photo.width(), photo.height());
        Photo small = photo.resize((int) Math.round(photo.width() * scale), (int) Math.round(photo.height() * scale));
        return PhotoEncoder.jpeg(small, 85);
    }
}
