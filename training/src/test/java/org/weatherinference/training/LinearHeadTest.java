package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.Progress;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.Split;

class LinearHeadTest {
    private static final StartNetwork TINY = new StartNetwork(TinyNetwork.bytes(), "tiny", 0);

    @TempDir
    private Path photos;

    private static FrozenFeatures features(Dataset dataset) throws TrainingException {
        return FrozenFeatures.of(TINY, dataset, Plans.of(1, 8), Progress.none(System.err));
    }

    @Test
    void easyPhotos_areToldApartAlwaysAlike() throws Exception {
        Drawings.dataset(photos, 20);
        Dataset dataset = Dataset.read(photos).split(3, 0.3);
        LinearHead head = new LinearHead(features(dataset));
        int wrong = head.wrong(dataset);
        assertThat(wrong).isLessThan(dataset.only(Split.VALID).entries().size() / 4);
        assertThat(head.wrong(dataset)).isEqualTo(wrong);
    }

    /** What it learns is turned round, so all that it knew is wrong. */
    @Test
    void swappedLabels_areAllWrong() throws Exception {
        Drawings.dataset(photos, 20);
        Dataset dataset = Dataset.read(photos).split(3, 0.3);
        FrozenFeatures features = features(dataset);
        Dataset swapped = new Dataset(
                photos,
                dataset.labels(),
                dataset.entries().stream()
                        .map(LinearHeadTest::swappedForTraining)
                        .toList());
        int valid = dataset.only(Split.VALID).entries().size();
        assertThat(new LinearHead(features).wrong(swapped)).isEqualTo(valid - new LinearHead(features).wrong(dataset));
    }

    private static Entry swappedForTraining(Entry entry) {
        String other = entry.label().equals("sunny") ? "raining" : "sunny";
        return entry.split() == Split.TRAIN
                ? new Entry(entry.path(), other, entry.split(), entry.source(), entry.licence())
                : entry;
    }

    @Test
    void featureOfAPhoto_doesNotDependOnItsNeighbours() throws Exception {
        Drawings.dataset(photos, 5);
        Dataset all = Dataset.read(photos);
        Dataset few = new Dataset(photos, all.labels(), all.entries().subList(3, 5));
        Entry entry = few.entries().getFirst();
        assertThat(features(few).of(entry))
                .hasSize(TinyNetwork.CHANNELS)
                .containsExactly(features(all).of(entry));
    }

    @Test
    void unreadablePhoto_hasNoFeatureAndIsLeftOut() throws Exception {
        Drawings.dataset(photos, 6);
        Files.writeString(photos.resolve("sunny/000.jpg"), "it rains");
        Dataset dataset = Dataset.read(photos).split(3, 0.4);
        FrozenFeatures features = features(dataset);
        Entry broken = dataset.entries().stream()
                .filter(entry -> entry.path().equals("sunny/000.jpg"))
                .findFirst()
                .orElseThrow();
        assertThat(features.of(broken)).isNull();
        assertThat(new LinearHead(features).wrong(dataset)).isLessThan(4);
    }
}
