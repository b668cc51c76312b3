package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.Preparation;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoLimits;

class BatchesTest {
    private static final int EACH = 9;
    private static final int PHOTOS = 2 * EACH;
    private static final int SIZE = 32;

    @TempDir
    private static Path photos;

    @BeforeAll
    static void draw() throws IOException {
        Drawings.dataset(photos, EACH);
    }

    private static Batches batches(Path folder, int batch, int threads) throws DatasetException {
        return new Batches(Dataset.read(folder), Plans.of(1, batch), Teachers.none(), threads);
    }

    /** A batch's bytes: its buffer belongs to the trainer for a step alone. */
    private record Seen(int index, ByteBuffer pixels, List<Float> targets) {}

    private static List<Seen> shuffled(Batches batches, int epoch, int from) {
        List<Seen> seen = new ArrayList<>();
        batches.shuffled(epoch, from, (index, batch) -> {
            seen.add(seen(index, batch));
            return true;
        });
        return seen;
    }

    private static Seen seen(int index, Batch batch) {
        List<Float> targets = new ArrayList<>();
        for (float target : batch.targets()) {
            targets.add(target);
        }
        return new Seen(index, batch.pixels(), targets);
    }

    @Test
    void sameSeedAndEpoch_giveTheSameBytesWhateverTheThreads() throws Exception {
        try (Batches one = batches(photos, 4, 1);
                Batches many = batches(photos, 4, 5)) {
            assertThat(shuffled(many, 3, 0)).isEqualTo(shuffled(one, 3, 0));
        }
    }

    @Test
    void anotherEpoch_comesInAnotherOrderAndChangedAnew() throws Exception {
        try (Batches batches = batches(photos, 4, 2)) {
            assertThat(shuffled(batches, 1, 0)).doesNotContainAnyElementsOf(shuffled(batches, 0, 0));
        }
    }

    @Test
    void epochTakenUpAgain_givesTheRestOfTheSameBatches() throws Exception {
        try (Batches batches = batches(photos, 4, 2)) {
            List<Seen> all = shuffled(batches, 2, 0);
            assertThat(shuffled(batches, 2, 2)).isEqualTo(all.subList(2, all.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5, 12, 500})
    void everyPhoto_comesOnceAnEpochAndNoneAlone(int size, @TempDir Path folder) throws Exception {
        for (int i = 0; i < 12; i++) {
            Path file = folder.resolve("label-%02d/photo.jpg".formatted(i));
            Files.createDirectories(file.getParent());
            Files.write(file, PhotoEncoder.jpeg(Drawings.sunny(i), 90));
        }
        List<Integer> labels = new ArrayList<>();
        TrainingPlan plan = Plans.without(Plans.of(1, size), 0, 0);
        try (Batches batches = new Batches(Dataset.read(folder), plan, Teachers.none(), 2)) {
            batches.shuffled(0, 0, (index, batch) -> {
                assertThat(batch.photos()).isGreaterThan(1);
                labels.addAll(labels(batch));
                return true;
            });
        }
        assertThat(labels).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(labels).isNotEqualTo(labels.stream().sorted().toList());
    }

    @Test
    void photosLearntFrom_haveASizeOfTheirOwn() throws Exception {
        TrainingPlan plan = Plans.learningAt(48, Plans.of(1, 4));
        try (Batches batches = new Batches(Dataset.read(photos), plan, Teachers.none(), 2)) {
            batches.shuffled(0, 0, (index, batch) -> hasPhotosOf(48, batch));
            batches.plain((index, batch) -> hasPhotosOf(SIZE, batch));
        }
    }

    private static boolean hasPhotosOf(int size, Batch batch) {
        assertThat(batch.height()).isEqualTo(size);
        assertThat(batch.width()).isEqualTo(size);
        assertThat(batch.pixels().remaining()).isEqualTo(batch.photos() * size * size * 3);
        return true;
    }

    /** Each photo has a label of its own, so its target tells which it is. */
    private static List<Integer> labels(Batch batch) {
        return IntStream.range(0, batch.targets().length)
                .filter(i -> batch.targets()[i] == 1)
                .mapToObj(i -> i % 12)
                .toList();
    }

    @Test
    void targets_areSmoothedAndSumToOne() throws Exception {
        TrainingPlan plan = Plans.without(Plans.of(1, 4), 0.1, 0);
        try (Batches batches = new Batches(Dataset.read(photos), plan, Teachers.none(), 2)) {
            assertThat(shuffled(batches, 0, 0))
                    .allSatisfy(seen -> assertThat(seen.targets()).containsOnly(0.05f, 0.95f));
        }
    }

    @Test
    void plainPhotos_arePreparedAsInUse() throws Exception {
        Dataset dataset = Dataset.read(photos);
        List<Seen> seen = new ArrayList<>();
        try (Batches batches = batches(photos, 4, 2)) {
            batches.plain((index, batch) -> {
                seen.add(seen(index, batch));
                return true;
            });
        }
        ByteBuffer all = ByteBuffer.allocate(PHOTOS * SIZE * SIZE * 3);
        seen.forEach(one -> all.put(one.pixels()));
        ByteBuffer expected = ByteBuffer.allocate(all.capacity());
        Preparation preparation = Plans.PREPARATION;
        PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
        for (var entry : dataset.entries()) {
            byte[] file = Files.readAllBytes(dataset.file(entry));
            preparation.prepare(preparation.decode(decoder, file)).copyTo(expected);
        }
        assertThat(all.array()).isEqualTo(expected.array());
    }

    @Test
    void unreadablePhotos_areLeftOutAndReported(@TempDir Path folder) throws Exception {
        Drawings.dataset(folder, 4);
        Files.writeString(folder.resolve("sunny/000.jpg"), "it rains");
        Files.write(folder.resolve("raining/zero.jpg"), new byte[0]);
        try (Batches batches = batches(folder, 3, 2)) {
            int read = shuffled(batches, 0, 0).stream()
                    .mapToInt(one -> one.targets().size() / 2)
                    .sum();
            assertThat(read).isEqualTo(7);
            assertThat(batches.unreadable()).containsOnlyKeys("sunny/000.jpg", "raining/zero.jpg");
            assertThat(batches.unreadable().values()).allMatch(reason -> !reason.isBlank());
        }
    }

    @Test
    void nothingReadable_isNoBatchAndNoStop(@TempDir Path folder) throws Exception {
        for (String name : List.of("a/1.jpg", "a/2.jpg", "b/1.jpg", "b/2.jpg")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "it rains " + name);
        }
        try (Batches batches = batches(folder, 2, 2)) {
            assertThat(batches.shuffled(0, 0, (index, batch) -> true)).isEqualTo(batches.count());
            assertThat(batches.unreadable()).hasSize(4);
        }
    }

    @Test
    void stop_tellsTheStepThatWasLeft() throws Exception {
        try (Batches batches = batches(photos, 4, 2)) {
            assertThat(batches.shuffled(0, 0, (index, batch) -> index < 2)).isEqualTo(2);
        }
    }
}
