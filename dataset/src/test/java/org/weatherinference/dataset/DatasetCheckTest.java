package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Finding.Kind;
import org.weatherinference.dataset.Mending.Moved;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** What is found, and what becomes of it. */
class DatasetCheckTest {
    private static final int LEAST_SIDE = 32;

    @TempDir
    Path temp;

    private TestFolder folder;

    @BeforeEach
    void startFolder() {
        folder = new TestFolder(temp)
                .photo("sunny/a.jpg", Drawing.scene(1))
                .photo("sunny/b.jpg", Drawing.scene(2))
                .photo("raining/c.jpg", Drawing.scene(3))
                .photo("raining/d.jpg", Drawing.scene(4));
    }

    private CheckReport check() throws DatasetException {
        return DatasetCheck.of(temp, LEAST_SIDE).run(() -> {});
    }

    private List<Moved> mend(boolean twoLabels) throws DatasetException {
        return Mending.apply(temp, check(), twoLabels);
    }

    private void assertFound(Kind kind, String photo, String detail) throws DatasetException {
        assertThat(check().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.photo()).isEqualTo(photo);
            assertThat(finding.detail()).contains(detail);
        });
    }

    @Test
    void soundDataset_hasNoFindings() throws DatasetException {
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void truncatedPhoto_isUnreadable() throws DatasetException {
        byte[] whole = PhotoEncoder.jpeg(Drawing.scene(9), 85);
        folder.write("sunny/cut.jpg", Arrays.copyOf(whole, whole.length / 2));
        assertFound(Kind.UNREADABLE, "sunny/cut.jpg", "truncated JPEG");
    }

    @Test
    void tinyPhoto_isFound() throws DatasetException {
        folder.photo("sunny/tiny.jpg", Drawing.scene(9).resize(40, 20));
        assertFound(Kind.TINY, "sunny/tiny.jpg", "40 x 20 pixels; the shorter side must have at least 32");
    }

    @Test
    void pngNamedAsJpeg_isRenamed() throws DatasetException {
        folder.write("sunny/x.jpg", PhotoEncoder.png(Drawing.scene(9)));
        assertFound(Kind.MISNAMED, "sunny/x.jpg", "its content is PNG");
        assertThat(mend(false)).extracting(Moved::to).containsExactly("sunny/x.png");
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void sameBytes_areADuplicate() throws DatasetException {
        folder.photo("sunny/z.jpg", Drawing.scene(1));
        assertFound(Kind.DUPLICATE, "sunny/z.jpg", "has the same bytes as sunny/a.jpg");
    }

    @Test
    void ofNearDuplicates_theLargerStays() throws DatasetException {
        folder.photo("sunny/larger.jpg", Drawing.scene(1).resize(300, 200));
        assertFound(Kind.NEAR_DUPLICATE, "sunny/a.jpg", "shows the same as sunny/larger.jpg");
    }

    @Test
    void leak_isFound_andTheMeasuredPhotoStays() throws DatasetException {
        folder.photo("sunny/larger.jpg", Drawing.scene(1).resize(300, 200)).table("""
                        path,label,split
                        sunny/a.jpg,sunny,valid
                        sunny/larger.jpg,sunny,train
                        sunny/b.jpg,sunny,train
                        raining/c.jpg,raining,train
                        raining/d.jpg,raining,valid
                        """);
        assertFound(Kind.LEAK, "sunny/larger.jpg", "shows the same as sunny/a.jpg, which is measured on");
    }

    @Test
    void samePhotoUnderTwoLabels_staysUntilAskedFor() throws DatasetException {
        folder.photo("raining/a.jpg", Drawing.scene(1));
        assertFound(Kind.TWO_LABELS, "sunny/a.jpg", "is sunny, and shows the same as raining/a.jpg, which is raining");
        assertThat(mend(false)).isEmpty();
        assertThat(mend(true)).extracting(Moved::from).containsExactlyInAnyOrder("sunny/a.jpg", "raining/a.jpg");
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void everyWrongRow_isFound_andTheOthersAreStillChecked() throws DatasetException {
        folder.table("""
                        path,label,split
                        sunny/a.jpg,sunny,test
                        none.jpg,sunny,
                        sunny/b.jpg,sunny,
                        raining/c.jpg,raining,
                        """);
        assertThat(check().findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.BROKEN_ROW, Kind.BROKEN_ROW, Kind.UNLISTED);
        assertThat(check().photos()).isEqualTo(2);
    }

    @Test
    void photoOutsideOfLabelsFolders_isFound() throws DatasetException {
        folder.photo("stray.jpg", Drawing.scene(9)).file("notes.txt").file("a,b/x.jpg");
        assertThat(check().findings())
                .allMatch(finding -> finding.kind() == Kind.MISPLACED)
                .extracting(Finding::photo)
                .containsExactly(".", "stray.jpg");
    }

    @Test
    void check_changesNothing() throws Exception {
        folder.photo("sunny/z.jpg", Drawing.scene(1)).file("sunny/broken.jpg");
        check();
        assertThat(temp.resolve("sunny/z.jpg")).exists();
        assertThat(temp.resolve("rejected")).doesNotExist();
    }

    @Test
    void rejectedPhotos_keepTheirPathAndRow() throws Exception {
        folder.photo("sunny/z.jpg", Drawing.scene(1)).table("""
                        path,label,note
                        sunny/a.jpg,sunny,
                        sunny/z.jpg,sunny,mine
                        sunny/b.jpg,sunny,
                        raining/c.jpg,raining,
                        raining/d.jpg,raining,
                        """);
        assertThat(mend(false))
                .containsExactly(new Moved("sunny/z.jpg", "rejected/sunny/z.jpg", "has the same bytes as sunny/a.jpg"));
        assertThat(temp.resolve("rejected/sunny/z.jpg")).exists();
        assertThat(Files.readAllLines(temp.resolve("photos.csv"), StandardCharsets.UTF_8))
                .contains(
                        "path,label,note,label_before,rejected_because",
                        "rejected/sunny/z.jpg,rejected,mine,sunny,has the same bytes as sunny/a.jpg");
        assertThat(check().findings()).isEmpty();
        assertThat(folder.read().entries()).hasSize(4);
    }

    @Test
    void rejectedPhotos_overwriteNoEarlierOnes() throws DatasetException {
        folder.file("rejected/sunny/z.jpg").photo("sunny/z.jpg", Drawing.scene(1));
        assertThat(mend(false)).extracting(Moved::to).containsExactly("rejected/sunny/z-2.jpg");
    }

    @Test
    void ofThreeAlike_oneStays() throws DatasetException {
        folder.photo("sunny/y.jpg", Drawing.scene(1))
                .photo("sunny/z.jpg", Drawing.scene(1).mirror());
        assertThat(mend(false)).hasSize(2);
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void shapeThatTellsTheLabel_isATelltale() throws DatasetException {
        for (int seed = 10; seed < 40; seed++) {
            folder.photo("sunny/" + seed + ".jpg", Drawing.scene(seed));
            folder.photo("raining/" + seed + ".jpg", Drawing.scene(seed + 100).resize(64, 96));
        }
        assertThat(telltale("shape")).matches(Telltale::tells).satisfies(shape -> {
            assertThat(shape.spared()).isGreaterThan(0.8);
            assertThat(shape.told()).containsOnlyKeys("raining", "sunny");
            assertThat(shape.example()).contains("0.65 : 1", "30 are raining");
        });
    }

    @Test
    void compressionThatTellsTheLabel_isATelltale() throws DatasetException {
        for (int seed = 10; seed < 40; seed++) {
            folder.write("sunny/" + seed + ".jpg", PhotoEncoder.jpeg(Drawing.scene(seed), 60));
            folder.write("raining/" + seed + ".jpg", PhotoEncoder.jpeg(Drawing.scene(seed + 100), 90));
        }
        assertThat(telltale("compression")).matches(Telltale::tells);
        assertThat(telltale("compression").example()).containsPattern("JPEG of quality (60|90)");
    }

    @Test
    void whatIsTheSameForAllLabels_tellsNothing() throws DatasetException {
        for (int seed = 10; seed < 40; seed++) {
            folder.photo((seed % 2 == 0 ? "sunny/" : "raining/") + seed + ".jpg", Drawing.scene(seed));
        }
        assertThat(check().telltales()).hasSize(5).noneMatch(Telltale::tells);
    }

    private Telltale telltale(String feature) throws DatasetException {
        return check().telltales().stream()
                .filter(telltale -> telltale.feature().equals(feature))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lopsidedLabels_areSaid() throws DatasetException {
        assertThat(check().lopsided()).isFalse();
        for (int seed = 10; seed < 14; seed++) {
            folder.photo("sunny/" + seed + ".jpg", Drawing.scene(seed));
        }
        assertThat(check().lopsided()).isTrue();
        assertThat(check().imbalance()).isEqualTo(3);
    }

    @Test
    void jpegQuality_isReadFromTheFile() {
        Photo photo = Drawing.scene(1);
        assertThat(JpegQuality.of(PhotoEncoder.jpeg(photo, 75))).isBetween(74, 76);
        assertThat(JpegQuality.of(PhotoEncoder.jpeg(photo, 30))).isBetween(29, 31);
        assertThat(JpegQuality.of(new byte[3])).isZero();
    }
}
