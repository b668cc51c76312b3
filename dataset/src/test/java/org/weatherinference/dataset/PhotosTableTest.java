package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code photos.csv} may say, and what is said where it is wrong. */
class PhotosTableTest {
    @TempDir
    Path temp;

    private TestFolder folder;

    @BeforeEach
    void startFolder() {
        folder = new TestFolder(temp).file("sunny/a.jpg").file("sunny/b, c.jpg");
    }

    @Test
    void table_decidesEverything() throws DatasetException {
        folder.table("path,label,split,source,licence\nsunny/a.jpg,raining,valid,camera,CC0-1.0\n");
        assertThat(folder.read().entries())
                .containsExactly(new Entry("sunny/a.jpg", "raining", Split.VALID, "camera", "CC0-1.0"));
    }

    @Test
    void photosThatAreNotListed_doNotBelong() throws DatasetException {
        folder.table("path,label\nsunny/a.jpg,sunny\n");
        assertThat(folder.read().entries()).hasSize(1);
    }

    @Test
    void byteOrderMarkCarriageReturnsQuotesAndOtherColumns_areRead() throws DatasetException {
        folder.table("\uFEFFLabel,note,Path\r\n\r\nsunny,\"two\r\nlines\",\"sunny/b, c.jpg\"\r\nsunny,,sunny/a.jpg");
        assertThat(folder.read().entries()).extracting(Entry::path).containsExactly("sunny/a.jpg", "sunny/b, c.jpg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rejected", ".trash", "_later"})
    void rowsOfLabelsThatAreNone_areLeftOut(String label) throws DatasetException {
        folder.table("path,label\nsunny/a.jpg,sunny\nmoved/away.jpg," + label + "\n");
        assertThat(folder.read().labels()).containsExactly("sunny");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sunny/none.jpg,sunny,  | none.jpg does not exist",
                "sunny/a.jpg/b,sunny,   | does not exist",
                "sunny,sunny,           | is not a file",
                "sunny/a.jpg,sunny,test | split 'test' is not known: it is train, valid or left empty",
                "sunny/a.jpg,,train     | a label must not be empty",
                "sunny/a.jpg,a/b,       | label 'a/b' must not hold any of",
                "../sunny/a.jpg,sunny,  | '../sunny/a.jpg' must be the path of a photo below",
                "/etc/passwd,sunny,     | '/etc/passwd' must be the path of a photo below",
                "sunny/../sunny/a.jpg,sunny, | must be the path of a photo below",
                "sunny//a.jpg,sunny,    | must be the path of a photo below",
                "sunny\\a.jpg,sunny,    | with forward slashes",
                ",sunny,                | must be the path of a photo below",
            })
    void wrongRow_isNamedWithTheRuleItBreaks(String row, String rule) {
        folder.table("path,label,split\n\"sunny/b, c.jpg\",sunny,train\n" + row + "\n");
        assertThatThrownBy(folder::read)
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(temp.resolve("photos.csv") + ", row 3: ")
                .hasMessageContaining(rule);
    }

    @Test
    void pathListedTwice_isRefusedNamingBothRows() {
        folder.table("path,label\nsunny/a.jpg,sunny\nsunny/a.jpg,raining\n");
        assertThatThrownBy(folder::read).hasMessageContaining("row 3: 'sunny/a.jpg' is listed already in row 2");
    }

    @Test
    void folderThatIsASymbolicLink_isRefused() throws Exception {
        Files.createSymbolicLink(temp.resolve("linked"), temp.resolve("sunny"));
        folder.table("path,label\nlinked/a.jpg,sunny\n");
        assertThatThrownBy(folder::read)
                .hasMessageContaining("row 2: " + temp.resolve("linked") + " is a symbolic link");
    }

    @Test
    void missingColumn_isRefusedNamingThoseFound() {
        folder.table("file,label\nsunny/a.jpg,sunny\n");
        assertThatThrownBy(folder::read)
                .hasMessageEndingWith("its first row must name the columns path and label, and it names: file, label");
    }

    @Test
    void emptyTable_isRefused() {
        folder.table("");
        assertThatThrownBy(folder::read).isInstanceOf(DatasetException.class).hasMessageContaining("photos.csv");
    }

    @Test
    void columnNamedTwice_isRefused() {
        folder.table("path,label,label\nsunny/a.jpg,sunny,raining\n");
        assertThatThrownBy(folder::read).isInstanceOf(DatasetException.class).hasMessageContaining("photos.csv");
    }

    @Test
    void quoteThatIsNeverClosed_isRefused() {
        folder.table("path,label\n\"sunny/a.jpg,sunny\n");
        assertThatThrownBy(folder::read).isInstanceOf(DatasetException.class).hasMessageContaining("photos.csv");
    }

    @Test
    void tableThatIsNotUtf8_isRefused() {
        folder.write("photos.csv", "path,label\nsunny/\u00fc.jpg,sunny\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(folder::read).hasMessageEndingWith("photos.csv is not UTF-8; save it as UTF-8");
    }
}
