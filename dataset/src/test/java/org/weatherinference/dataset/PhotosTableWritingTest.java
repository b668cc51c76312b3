package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes in {@code photos.csv} when it is written, and what does not. */
class PhotosTableWritingTest {
    @TempDir
    Path temp;

    private TestFolder folder;

    @BeforeEach
    void startFolder() {
        folder = new TestFolder(temp).file("sunny/a.jpg").file("sunny/b, c.jpg");
    }

    private String text() throws IOException {
        return Files.readString(temp.resolve("photos.csv"));
    }

    private PhotosTable table() throws DatasetException {
        return PhotosTable.read(temp);
    }

    @Test
    void changedLabel_leavesAllElse() throws Exception {
        folder.table("\uFEFFLabel,note,Path\r\nsunny,\"two\r\nlines, \"\"quoted\"\"\",\"sunny/b, c.jpg\"\r\n"
                + "sunny,,sunny/a.jpg\r\n");
        table().set("sunny/a.jpg", PhotosTable.LABEL, "raining").save();
        assertThat(text())
                .isEqualTo("\uFEFFLabel,note,Path\r\nsunny,\"two\r\nlines, \"\"quoted\"\"\",\"sunny/b, c.jpg\"\r\n"
                        + "raining,,sunny/a.jpg\r\n");
    }

    @Test
    void newColumn_comesLast_alsoWhereRowsAreShortOrLong() throws Exception {
        folder.table("path,label,source\nsunny/a.jpg,sunny\n\"sunny/b, c.jpg\",sunny,camera,stray\n");
        table().set("sunny/a.jpg", "url", "http://x/").save();
        assertThat(text()).isEqualTo("""
                path,label,source,url
                sunny/a.jpg,sunny,,http://x/
                "sunny/b, c.jpg",sunny,camera,,stray
                """);
    }

    @Test
    void folderWithoutTable_getsOneThatListsItsPhotos() throws Exception {
        PhotosTable table = table();
        assertThat(table.exists()).isFalse();
        table.set("sunny/a.jpg", PhotosTable.SPLIT, "valid").save();
        assertThat(text()).isEqualTo("path,label,split\nsunny/a.jpg,sunny,valid\n\"sunny/b, c.jpg\",sunny\n");
        assertThat(temp).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void addedRow_isRead() throws Exception {
        folder.table("path,label\nsunny/a.jpg,sunny\n");
        table().add("sunny/b, c.jpg", "foggy")
                .set("sunny/b, c.jpg", PhotosTable.SOURCE, "me")
                .save();
        assertThat(folder.read().entries()).contains(new Entry("sunny/b, c.jpg", "foggy", null, "me", Entry.UNKNOWN));
    }

    @Test
    void movedPhoto_isFoundUnderItsNewPath() throws Exception {
        folder.table("path,label\nsunny/a.jpg,sunny\n");
        PhotosTable table = table().set("sunny/a.jpg", PhotosTable.PATH, "rejected/sunny/a.jpg");
        assertThat(table.lists("sunny/a.jpg")).isFalse();
        assertThat(table.value("rejected/sunny/a.jpg", PhotosTable.LABEL)).isEqualTo("sunny");
    }

    @Test
    void tableThatAnotherProgramChanged_isNotOverwritten() throws Exception {
        folder.table("path,label\nsunny/a.jpg,sunny\n");
        PhotosTable table = table().set("sunny/a.jpg", PhotosTable.LABEL, "raining");
        folder.table("path,label\nsunny/a.jpg,foggy\n");
        assertThatThrownBy(table::save)
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("was changed by another program meanwhile");
        assertThat(text()).isEqualTo("path,label\nsunny/a.jpg,foggy\n");
    }

    @Test
    void savedTable_canBeChangedAndSavedAgain() throws Exception {
        PhotosTable table = table();
        table.save();
        table.set("sunny/a.jpg", PhotosTable.LABEL, "raining").save();
        assertThat(table().value("sunny/a.jpg", PhotosTable.LABEL)).isEqualTo("raining");
    }

    @Test
    void linkedTable_isWrittenWhereItLies() throws Exception {
        Path real = Files.writeString(temp.resolve("real.csv"), "path,label\nsunny/a.jpg,sunny\n");
        Files.createSymbolicLink(temp.resolve("photos.csv"), real);
        table().set("sunny/a.jpg", PhotosTable.LABEL, "raining").save();
        assertThat(real).hasContent("path,label\nsunny/a.jpg,raining\n");
        assertThat(temp.resolve("photos.csv")).isSymbolicLink();
    }

    @ParameterizedTest
    @CsvSource({"sunny/a.jpg,label,a/b", "sunny/a.jpg,split,test", "none.jpg,label,sunny", "sunny/a.jpg,path,''"})
    void whatCouldNotBeReadAgain_isNotTaken(String path, String column, String value) throws DatasetException {
        PhotosTable table = table();
        assertThatThrownBy(() -> table.set(path, column, value)).isInstanceOf(IllegalArgumentException.class);
    }
}
