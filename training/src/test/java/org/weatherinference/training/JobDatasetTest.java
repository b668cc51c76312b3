package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.Split;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.state.Database;
import org.weatherinference.state.DatasetShelf;
import org.weatherinference.state.DatasetSource;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.NewRemark;
import org.weatherinference.state.PhotoFolder;
import org.weatherinference.state.StateException;

class JobDatasetTest {
    private static final DatasetSource CITY = new DatasetSource.Folder("city");

    @TempDir
    private Path home;

    private Database database;
    private PhotoFolder photos;
    private Feedback feedback;
    private DatasetShelf shelf;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void open() throws Exception {
        database = Database.at(Database.standardAddress(home));
        photos = PhotoFolder.standard(home);
        InstantSource clock = () -> now;
        feedback = new Feedback(database, photos, clock);
        shelf = DatasetShelf.standard(home);
        Path city = shelf.root().resolve("city");
        write(city.resolve("photos/1.jpg"), 1);
        write(city.resolve("photos/2.jpg"), 2);
        Files.writeString(
                city.resolve("photos.csv"),
                "path,label,split,source\nphotos/1.jpg,raining,valid,camera\nphotos/2.jpg,sunny,,\n");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static void write(Path file, int seed) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, PhotoEncoder.jpeg(Drawings.sunny(seed), 90));
    }

    private void remark(String given, int seed, boolean consent) throws StateException, IOException {
        now = now.plusSeconds(1);
        NewRemark remark = new NewRemark("answer" + now, "weather:1", "sunny", "sunny", 0.9, given, now);
        if (consent) {
            feedback.add(remark, PhotoEncoder.jpeg(Drawings.raining(seed), 90), Duration.ofDays(1));
        } else {
            feedback.add(remark);
        }
    }

    private boolean gather(Path folder, DatasetSource... sources) throws DatasetException, StateException, IOException {
        return new JobDataset(shelf, feedback, () -> false).gather(List.of(sources), folder);
    }

    @Test
    void photosOfAllSources_areOneDataset() throws Exception {
        remark("raining", 1, true);
        remark("foggy", 1, true);
        remark("raining", 2, true);
        remark("snowy", 3, false);
        DatasetSource.Upload upload = DatasetSource.Upload.fresh();
        write(shelf.uploads().resolve(upload.id()).resolve("sunny/deep/9.jpg"), 9);
        Path folder = home.resolve("job/dataset");
        assertThat(gather(folder, CITY, new DatasetSource.Remarked(), upload, CITY))
                .isTrue();
        List<Entry> entries = Dataset.read(folder).entries();
        assertThat(entries)
                .extracting(Entry::label)
                .containsExactlyInAnyOrder("raining", "sunny", "foggy", "raining", "sunny");
        assertThat(entries)
                .filteredOn(entry -> entry.path().startsWith("city/"))
                .satisfiesExactly(
                        first -> {
                            assertThat(first.path()).isEqualTo("city/photos/1.jpg");
                            assertThat(first.split()).isEqualTo(Split.VALID);
                            assertThat(first.source()).isEqualTo("camera");
                        },
                        second -> assertThat(second.source()).isEqualTo("city"));
        assertThat(entries)
                .filteredOn(entry -> entry.source().equals("feedback"))
                .extracting(Entry::label)
                .containsExactlyInAnyOrder("foggy", "raining");
        assertThat(folder.resolve("upload-" + upload.id() + "/sunny/deep/9.jpg"))
                .exists();
    }

    @Test
    void gatheredPhotos_stay_whateverBecomesOfTheSource() throws Exception {
        Path folder = home.resolve("job/dataset");
        gather(folder, CITY);
        String hash = Dataset.read(folder).hash();
        Files.delete(shelf.root().resolve("city/photos/1.jpg"));
        assertThat(gather(folder, CITY)).isTrue();
        assertThat(Dataset.read(folder).hash()).isEqualTo(hash);
    }

    @Test
    void gatheringThatIsStopped_leavesNoDataset_andIsBegunAnew() throws Exception {
        Path folder = home.resolve("job/dataset");
        assertThat(new JobDataset(shelf, feedback, () -> true).gather(List.of(CITY), folder))
                .isFalse();
        assertThat(folder).doesNotExist();
        assertThat(gather(folder, CITY)).isTrue();
    }

    @Test
    void sourceThatIsNotThere_isNamed() {
        Path folder = home.resolve("job/dataset");
        assertThatThrownBy(() -> gather(folder, new DatasetSource.Folder("town")))
                .isInstanceOf(StateException.Unknown.class)
                .hasMessageContaining("\"town\"");
        assertThatThrownBy(() -> gather(folder, DatasetSource.Upload.fresh()))
                .isInstanceOf(StateException.Unknown.class);
    }
}
