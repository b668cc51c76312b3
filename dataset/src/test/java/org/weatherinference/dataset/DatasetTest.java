package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
    @TempDir
    Path temp;

    private TestFolder folder;

    @BeforeEach
    void startFolder() {
        folder = new TestFolder(temp);
    }

    @Test
    void subFolders_areLabels() throws DatasetException {
        Dataset dataset = folder.file("sunny/b.jpg").file("raining/a.jpg").read();
        assertThat(dataset.labels()).containsExactly("raining", "sunny");
        assertThat(dataset.entries())
                .containsExactly(
                        new Entry("raining/a.jpg", "raining", null, "unknown", "unknown"),
                        new Entry("sunny/b.jpg", "sunny", null, "unknown", "unknown"));
    }

    @Test
    void nestedFolders_belongToTheirLabel() throws DatasetException {
        assertThat(folder.file("sunny/2024/may/a.jpg").read().entries())
                .extracting(Entry::label, Entry::path)
                .containsExactly(tuple("sunny", "sunny/2024/may/a.jpg"));
    }

    @Test
    void rejectedAndHiddenNames_areLeftOut() throws DatasetException {
        Dataset dataset = folder.file("sunny/a.jpg")
                .file("rejected/b.jpg")
                .file(".git/c.jpg")
                .file("_old/d.jpg")
                .file("sunny/.DS_Store")
                .file("sunny/_e.jpg")
                .file("sunny/_new/f.jpg")
                .file("README.md")
                .read();
        assertThat(dataset.entries()).extracting(Entry::path).containsExactly("sunny/a.jpg");
    }

    @Test
    void rejectedWithinALabel_isAnOrdinaryFolder() throws DatasetException {
        assertThat(folder.file("sunny/rejected/a.jpg").read().entries()).hasSize(1);
    }

    @Test
    void folderWithoutPhotos_isRefused() {
        assertThatThrownBy(() -> folder.file("README.md").read())
                .isInstanceOf(DatasetException.class)
                .hasMessage("%s holds no photos: a dataset has one sub-folder a label with photos in it", temp);
    }

    @Test
    void missingFolder_isNamed() {
        Path missing = temp.resolve("nowhere");
        assertThatThrownBy(() -> Dataset.read(missing)).hasMessage(missing + " is not a folder");
    }

    @Test
    void symbolicLink_isRefused() throws Exception {
        folder.file("outside.jpg").file("sunny/a.jpg");
        Path link = Files.createSymbolicLink(temp.resolve("sunny/link.jpg"), temp.resolve("outside.jpg"));
        assertThatThrownBy(folder::read).hasMessageStartingWith(link + " is a symbolic link");
    }

    @Test
    void labelTakenByTheVerdict_isRefused() {
        assertThatThrownBy(() -> folder.file("unsure/a.jpg").read()).hasMessageContaining("'unsure' is taken");
    }

    @Test
    void select_mergesRenamesAndOrders() throws DatasetException {
        Dataset dataset = folder.file("foggy/a")
                .file("raining/b")
                .file("snowy/c")
                .file("sunny/d")
                .read();
        Dataset chosen = dataset.select(LabelSelection.parse("sunny, wet=raining+snowy"));
        assertThat(chosen.labels()).containsExactly("sunny", "wet");
        assertThat(chosen.entries()).extracting(Entry::label).containsExactly("wet", "wet", "sunny");
    }

    @Test
    void selectingAnUnknownLabel_listsLabelsAndTheNearest() throws DatasetException {
        Dataset dataset = folder.file("raining/b").file("sunny/d").read();
        assertThatThrownBy(() -> dataset.select(LabelSelection.parse("rainning,sunny")))
                .hasMessage("no photo is labelled 'rainning'; there are: raining, sunny; did you mean 'raining'?");
    }

    @Test
    void only_keepsOneSplitAndAllLabels() throws DatasetException {
        Dataset dataset = folder.file("sunny/a")
                .file("raining/b")
                .table("path,label,split\nsunny/a,sunny,train\nraining/b,raining,valid\n")
                .read();
        Dataset valid = dataset.only(Split.VALID);
        assertThat(valid.entries()).extracting(Entry::path).containsExactly("raining/b");
        assertThat(valid.labels()).containsExactly("raining", "sunny");
    }

    @Test
    void leaveOut_measuresOnOneSource() throws DatasetException {
        Dataset dataset = folder.file("sunny/a")
                .file("sunny/b")
                .table("path,label,split,source\nsunny/a,sunny,train,mine\nsunny/b,sunny,valid,theirs\n")
                .read();
        assertThat(dataset.sources()).containsExactly("mine", "theirs");
        assertThat(dataset.leaveOut("mine").entries())
                .extracting(Entry::split)
                .containsExactly(Split.VALID, Split.TRAIN);
    }

    @Test
    void leaveOut_learnsFromNoCopyOfTheSource() throws DatasetException {
        Dataset dataset = folder.photo("sunny/a.jpg", Drawing.scene(1))
                .photo("sunny/b.jpg", Drawing.scene(1).mirror())
                .photo("sunny/c.jpg", Drawing.scene(2))
                .table(
                        "path,label,source\nsunny/a.jpg,sunny,mine\nsunny/b.jpg,sunny,theirs\nsunny/c.jpg,sunny,theirs\n")
                .read();
        assertThat(dataset.leaveOut("mine").entries())
                .extracting(Entry::path)
                .containsExactly("sunny/a.jpg", "sunny/c.jpg");
    }

    @Test
    void leavingOutAnUnknownSource_listsSources() throws DatasetException {
        Dataset dataset = folder.file("sunny/a").read();
        assertThatThrownBy(() -> dataset.leaveOut("camera"))
                .hasMessage("no photo has the source 'camera'; there are: unknown");
    }

    @Test
    void hash_followsFromContentLabelAndSplitAlone() throws DatasetException {
        byte[] one = {1};
        byte[] two = {2};
        Dataset dataset = new TestFolder(temp.resolve("x"))
                .write("sunny/a", one)
                .write("sunny/b", two)
                .read();
        Dataset renamed = new TestFolder(temp.resolve("y"))
                .write("sunny/c", two)
                .write("sunny/d/e", one)
                .read();
        assertThat(dataset.hash()).isEqualTo(renamed.hash()).hasSize(64);
        assertThat(dataset.select(LabelSelection.parse("clear=sunny")).hash()).isNotEqualTo(dataset.hash());
        assertThat(dataset.leaveOut("unknown").hash()).isNotEqualTo(dataset.hash());
    }

    @Test
    void entriesAndLabels_areCopies() {
        List<Entry> entries = new ArrayList<>();
        Dataset dataset = new Dataset(temp, List.of("sunny"), entries);
        entries.add(new Entry("a", "sunny", null, "unknown", "unknown"));
        assertThat(dataset.entries()).isEmpty();
    }
}
