package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.photo.PhotoEncoder;

/** {@link Dataset#split} and {@link Dataset#folds}. */
class DivisionTest {
    private static final long SEED = 7;

    @TempDir
    Path temp;

    private TestFolder folder;

    @BeforeEach
    void startFolder() {
        folder = new TestFolder(temp.resolve("photos"));
    }

    @Test
    void split_givesAboutTheShareOfEachLabel() throws DatasetException {
        addFiles("raining", 400);
        addFiles("sunny", 400);
        Dataset valid = folder.read().split(SEED, 0.2).only(Split.VALID);
        for (String label : List.of("raining", "sunny")) {
            // 80 on average, with a deviation of 8.
            assertThat(valid.entries().stream().filter(entry -> entry.label().equals(label)))
                    .hasSizeBetween(48, 112);
        }
    }

    @Test
    void split_followsFromContentAndNotFromPath() throws DatasetException {
        TestFolder renamed = new TestFolder(temp.resolve("renamed"));
        for (int i = 0; i < 50; i++) {
            folder.write("sunny/" + i, new byte[] {(byte) i});
            renamed.write("sunny/x" + (50 - i), new byte[] {(byte) i});
        }
        Map<String, Split> renamedSplits = splits(renamed.read().split(SEED, 0.5));
        splits(folder.read().split(SEED, 0.5))
                .forEach((path, split) -> assertThat(renamedSplits)
                        .containsEntry("sunny/x" + (50 - Integer.parseInt(path.substring(6))), split));
    }

    @Test
    void split_staysWhenPhotosAreAdded() throws DatasetException {
        addFiles("sunny", 50);
        Map<String, Split> before = splits(folder.read().split(SEED, 0.3));
        addFiles("snowy", 30);
        assertThat(splits(folder.read().split(SEED, 0.3))).containsAllEntriesOf(before);
    }

    @Test
    void anotherSeed_splitsOtherwise() throws DatasetException {
        addFiles("sunny", 50);
        Dataset dataset = folder.read();
        assertThat(dataset.split(1, 0.5)).isNotEqualTo(dataset.split(2, 0.5));
    }

    @Test
    void recordedSplit_neverChanges() throws DatasetException {
        StringBuilder table = new StringBuilder("path,label,split\n");
        for (int i = 0; i < 30; i++) {
            folder.file("sunny/" + i);
            table.append("sunny/%d,sunny,%s\n".formatted(i, i < 20 ? "valid" : ""));
        }
        Dataset split = folder.table(table.toString()).read().split(SEED, 0.1);
        assertThat(splits(split).entrySet().stream()
                        .filter(entry -> Integer.parseInt(entry.getKey().substring(6)) < 20))
                .allMatch(entry -> entry.getValue() == Split.VALID);
    }

    @Test
    void forgottenSplit_isDrawnAnew() throws DatasetException {
        folder.file("sunny/a").table("path,label,split\nsunny/a,sunny,valid\n");
        Dataset dataset = folder.read().withoutSplits();
        assertThat(dataset.entries().getFirst().split()).isNull();
        assertThat(dataset.split(SEED, 0).only(Split.TRAIN).entries()).hasSize(1);
    }

    @Test
    void smallLabel_hasAPhotoOnEachSide() throws DatasetException {
        addFiles("sunny", 2);
        for (int seed = 0; seed < 20; seed++) {
            assertThat(splits(folder.read().split(seed, 0.05)).values())
                    .containsExactlyInAnyOrder(Split.TRAIN, Split.VALID);
        }
    }

    @Test
    void nearDuplicates_stayTogether() throws DatasetException {
        for (int i = 0; i < 20; i++) {
            folder.photo("sunny/%d.jpg".formatted(i), Drawing.scene(i));
            folder.photo("sunny/%d-mirrored.jpg".formatted(i), Drawing.scene(i).mirror());
        }
        Map<String, Split> splits = splits(folder.read().split(SEED, 0.5));
        assertThat(splits.values()).contains(Split.TRAIN, Split.VALID);
        for (int i = 0; i < 20; i++) {
            assertThat(splits.get("sunny/%d-mirrored.jpg".formatted(i)))
                    .isEqualTo(splits.get("sunny/%d.jpg".formatted(i)));
        }
    }

    @Test
    void nearDuplicateOfARecordedPhoto_goesToItsSide() throws DatasetException {
        folder.photo("sunny/a.jpg", Drawing.scene(1))
                .write("sunny/b.jpg", PhotoEncoder.jpeg(Drawing.scene(1), 30))
                .table("path,label,split\nsunny/a.jpg,sunny,valid\nsunny/b.jpg,sunny,\n");
        assertThat(folder.read().split(SEED, 0).only(Split.VALID).entries()).hasSize(2);
    }

    @Test
    void folds_measureEachPhotoOnce() throws DatasetException {
        addFiles("raining", 10);
        addFiles("sunny", 15);
        Map<String, Integer> measured = new HashMap<>();
        for (Dataset fold : folder.read().folds(SEED, 5)) {
            assertThat(fold.entries()).hasSize(25);
            assertThat(fold.only(Split.VALID).entries())
                    .hasSize(5)
                    .extracting(Entry::label)
                    .contains("raining", "sunny");
            fold.only(Split.VALID).entries().forEach(entry -> measured.merge(entry.path(), 1, Integer::sum));
        }
        assertThat(measured)
                .hasSize(25)
                .allSatisfy((path, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void folds_forgetRecordedSplits() throws DatasetException {
        addFiles("sunny", 4);
        Dataset dataset = folder.read().leaveOut("unknown");
        assertThat(dataset.folds(SEED, 2).getFirst().only(Split.VALID).entries())
                .hasSize(2);
    }

    @Test
    void vanishedFile_isNamed() throws Exception {
        addFiles("sunny", 2);
        Dataset dataset = folder.read();
        Path vanished = folder.path().resolve("sunny/1");
        Files.delete(vanished);
        assertThatThrownBy(() -> dataset.split(SEED, 0.5))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(vanished + " cannot be read");
    }

    @Test
    void shareBeyondOne_isRefused() throws DatasetException {
        addFiles("sunny", 2);
        Dataset dataset = folder.read();
        assertThatThrownBy(() -> dataset.split(SEED, 20)).hasMessage("validShare is 20.0, must be 0 to 1");
    }

    private void addFiles(String label, int count) {
        for (int i = 0; i < count; i++) {
            folder.file(label + "/" + i);
        }
    }

    private static Map<String, Split> splits(Dataset dataset) {
        Map<String, Split> splits = new HashMap<>();
        dataset.entries().forEach(entry -> splits.put(entry.path(), Objects.requireNonNull(entry.split())));
        return splits;
    }
}
