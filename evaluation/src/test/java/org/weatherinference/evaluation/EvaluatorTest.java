package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.Prediction;
import org.weatherinference.model.Preparation;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

class EvaluatorTest {
    private static final List<String> LABELS = List.of("dark", "light");

    @TempDir
    Path folder;

    private final Evaluator evaluator = new Evaluator(new Brightness(), manifest(), 3);

    @BeforeEach
    void drawPhotos() throws IOException {
        for (int i = 0; i < 20; i++) {
            draw("dark/%02d.png".formatted(i), i);
            draw("light/%02d.png".formatted(i), 255 - i);
        }
        draw("light/night.png", 30);
    }

    @Test
    void answers_comeInTheOrderOfTheDataset() throws DatasetException {
        Dataset dataset = Dataset.read(folder);
        Measurement measurement = evaluator.evaluate(dataset);
        assertThat(measurement.evaluation().cases()).extracting(Case::entry).isEqualTo(dataset.entries());
        assertThat(measurement.unreadable()).isEmpty();
    }

    @Test
    void wrongAnswer_isTheOneThatIsWrong() throws DatasetException {
        assertThat(evaluator.evaluate(Dataset.read(folder)).evaluation().cases())
                .filteredOn(one -> !one.right())
                .extracting(one -> one.entry().path())
                .containsExactly("light/night.png");
    }

    @Test
    void unreadablePhotos_areToldAndNotCounted() throws Exception {
        Files.writeString(folder.resolve("light/text.jpg"), "no picture");
        Dataset dataset = Dataset.read(folder);
        Files.delete(folder.resolve("light/night.png"));
        Measurement measurement = evaluator.evaluate(dataset);
        assertThat(measurement.evaluation().metrics().photos()).isEqualTo(40);
        assertThat(measurement.unreadable())
                .extracting(Unreadable::path)
                .containsExactly("light/night.png", "light/text.jpg");
        assertThat(measurement.unreadable().getFirst().reason()).isEqualTo("does not exist");
    }

    @Test
    void eachPhoto_isProgress() throws DatasetException {
        AtomicInteger done = new AtomicInteger();
        evaluator.evaluate(Dataset.read(folder), done::incrementAndGet);
        assertThat(done).hasValue(41);
    }

    @Test
    void labelThatTheBundleDoesNotKnow_isNamed() throws IOException {
        draw("grey/a.png", 128);
        assertThatThrownBy(() -> evaluator.evaluate(Dataset.read(folder)))
                .isInstanceOf(DatasetException.class)
                .hasMessage("brightness:1 does not know the label 'grey' of %s; it knows: dark, light", folder);
    }

    @Test
    void datasetWithoutAReadablePhoto_isRefused() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("broken/light"));
        Files.writeString(broken.resolve("text.jpg"), "no picture");
        assertThatThrownBy(() -> evaluator.evaluate(Dataset.read(folder.resolve("broken"))))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("none of the 1 photos of ")
                .hasMessageContaining("the first is light/text.jpg: ");
    }

    @Test
    void interruption_endsTheMeasuring() throws DatasetException {
        Dataset dataset = Dataset.read(folder);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> evaluator.evaluate(dataset)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void draw(String name, int grey) throws IOException {
        byte[] rgb = new byte[8 * 8 * 3];
        Arrays.fill(rgb, (byte) grey);
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolve(".."));
        Files.write(file, PhotoEncoder.png(Photo.of(8, 8, rgb)));
    }

    private static BundleManifest manifest() {
        return new BundleManifest(
                BundleManifest.FORMAT,
                "brightness",
                1,
                Instant.EPOCH,
                LABELS,
                new Preparation(8, 8, Preparation.Fit.SQUASH),
                1,
                0.6,
                null,
                null,
                "Apache-2.0",
                Map.of());
    }

    /** Takes the first value of a photo for how light it is. */
    private static final class Brightness implements Classifier {
        @Override
        public Prediction classify(Photo photo) {
            ByteBuffer pixels = ByteBuffer.allocate(photo.width() * photo.height() * 3);
            photo.copyTo(pixels);
            float light = (pixels.get(0) & 0xFF) / 255f;
            return new Prediction(LABELS, List.of(1 - light, light), 0.6);
        }

        @Override
        public void close() {}
    }
}
