package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.photo.Photo;

class ContactSheetTest {
    @TempDir
    Path temp;

    private TestFolder folder;

    @BeforeEach
    void startFolder() {
        folder = new TestFolder(temp.resolve("photos"));
        for (int seed = 0; seed < 6; seed++) {
            folder.photo((seed < 4 ? "sunny/" : "raining & <wet>/") + seed + ".jpg", Drawing.scene(seed));
        }
    }

    private ContactSheet sheet(Set<String> labels, int count, long seed) throws DatasetException {
        return ContactSheet.of(folder.read(), labels, count, seed);
    }

    private String html(ContactSheet sheet) throws Exception {
        Path file = temp.resolve("sheet.html");
        sheet.write(file, () -> {});
        return Files.readString(file);
    }

    @Test
    void png_showsEachPhotoInItsPlace() throws Exception {
        Path file = temp.resolve("sheet.png");
        assertThat(sheet(Set.of(), 10, 1).write(file, () -> {})).isEmpty();
        Photo picture = Content.DECODER.decode(Files.readAllBytes(file));
        // Three columns and two rows of cells.
        assertThat(picture.width()).isEqualTo(3 * 168 + 8);
        assertThat(picture.height()).isEqualTo(2 * 188 + 8);
        Photo first = Drawing.scene(4);
        Photo shown = picture.crop(8 + 32, 8 + 160 - first.height(), first.width(), first.height());
        assertThat(Thumbnail.of(shown).resembles(Thumbnail.of(first))).isTrue();
    }

    @Test
    void html_holdsAllItShows_withNamesEscaped() throws Exception {
        assertThat(html(sheet(Set.of(), 10, 1)))
                .contains("raining &amp; &lt;wet&gt;", "<title>photos</title>")
                .doesNotContain("<wet>", "http:", "https:", "<script")
                .satisfies(page ->
                        assertThat(page.split("data:image/jpeg;base64,", -1)).hasSize(7));
    }

    @Test
    void sameSeed_choosesTheSamePhotos() throws Exception {
        String once = html(sheet(Set.of(), 3, 1));
        assertThat(html(sheet(Set.of(), 3, 1))).isEqualTo(once);
        assertThat(html(sheet(Set.of(), 3, 2))).isNotEqualTo(once);
    }

    @Test
    void onlyWantedLabels_areShown() throws Exception {
        assertThat(sheet(Set.of("sunny"), 10, 1).photos()).isEqualTo(4);
        assertThat(html(sheet(Set.of("sunny"), 10, 1))).doesNotContain("raining");
    }

    @Test
    void labelThatIsNotThere_isNamedWithTheNearest() {
        assertThatThrownBy(() -> sheet(Set.of("suny"), 10, 1)).hasMessageContaining("did you mean 'sunny'?");
    }

    @Test
    void unreadablePhoto_leavesAnEmptyPlace_andIsSaid() throws Exception {
        folder.file("sunny/broken.jpg");
        ContactSheet sheet = sheet(Set.of(), 10, 1);
        assertThat(sheet.write(temp.resolve("sheet.png"), () -> {})).containsOnlyKeys("sunny/broken.jpg");
        assertThat(html(sheet)).contains("class=\"none\"");
    }

    @Test
    void otherEnding_isRefused() {
        assertThatThrownBy(() -> sheet(Set.of(), 10, 1).write(temp.resolve("sheet.gif"), () -> {}))
                .hasMessageContaining("must end in .png or .html");
    }
}
