package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.photo.PhotoEncoder;

class DatasetSummaryTest {
    @TempDir
    Path temp;

    private TestFolder folder;

    @BeforeEach
    void startFolder() {
        folder = new TestFolder(temp)
                .photo("sunny/a.jpg", Drawing.scene(1))
                .photo("sunny/b.jpg", Drawing.scene(2).resize(30, 90))
                .write("raining/c.png", PhotoEncoder.png(Drawing.scene(3)))
                .file("raining/broken.jpg")
                .table("""
                        path,label,split,source,note
                        sunny/a.jpg,sunny,train,camera,nice
                        sunny/b.jpg,sunny,,camera,
                        raining/c.png,raining,valid,,
                        raining/broken.jpg,raining,train,,
                        """);
    }

    @Test
    void all_isCounted() throws DatasetException {
        DatasetSummary summary = DatasetSummary.of(folder.read(), () -> {});
        assertThat(summary.photos()).isEqualTo(4);
        assertThat(summary.unreadable()).isEqualTo(1);
        assertThat(summary.counts().get("source")).containsEntry("camera", 2).containsEntry("unknown", 2);
        assertThat(summary.counts().get("format")).containsEntry("JPEG", 2).containsEntry("PNG", 1);
        assertThat(summary.splitsOfLabel().get("sunny"))
                .containsEntry("train", 1)
                .containsEntry("none", 1);
        assertThat(summary.shorterSide()).isEqualTo(new DatasetSummary.Spread(30, 30, 64, 64, 64));
    }

    @Test
    void onePhoto_tellsItsRowAndItsFile() throws DatasetException {
        PhotosTable table = PhotosTable.read(temp);
        assertThat(PhotoFacts.of(temp, table, Path.of("sunny/a.jpg")))
                .containsEntry("note", "nice")
                .containsEntry("pixels", "96 x 64")
                .doesNotContainKey("licence");
        assertThat(PhotoFacts.of(temp, table, temp.resolve("sunny/b.jpg"))).containsEntry("path", "sunny/b.jpg");
    }

    @Test
    void photoThatIsNotListed_isSaid() throws DatasetException {
        PhotosTable table = PhotosTable.read(temp);
        assertThatThrownBy(() -> PhotoFacts.of(temp, table, Path.of("sunny/none.jpg")))
                .hasMessageContaining("sunny/none.jpg is no photo of");
    }
}
