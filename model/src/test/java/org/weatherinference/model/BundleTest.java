package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    @TempDir
    Path home;

    private Path folder = Path.of("");

    @BeforeEach
    void addBundle() throws BundleException {
        folder = BundleStore.open(home).add(Fixtures.draft("tiny")).folder();
    }

    @Test
    void unchangedBundle_opensAndAnswers() throws BundleException {
        Bundle bundle = Bundle.open(folder);
        try (Classifier classifier = bundle.classifier()) {
            assertThat(classifier.classify(Fixtures.plain(20, 10, 200, 0, 0)).verdict())
                    .isEqualTo("red");
        }
        assertThat(bundle.reference()).isEqualTo("tiny:1");
    }

    @Test
    void linkToBundle_opens() throws BundleException, IOException {
        Path link = Files.createSymbolicLink(home.resolve("link"), folder);
        assertThat(Bundle.open(link).reference()).isEqualTo("tiny:1");
    }

    @Test
    void oneByteChangedInNetwork_isRefused() throws IOException {
        byte[] network = Files.readAllBytes(folder.resolve("model.onnx"));
        network[network.length / 2] ^= 1;
        Files.write(folder.resolve("model.onnx"), network);
        assertRefused("model.onnx was changed: its SHA-256 is ");
    }

    @Test
    void unknownFormat_isRefusedWithHighestThatIsRead() throws IOException {
        edit("\"format\": 1", "\"format\": 2");
        assertRefused("bundle format 2 is not known; the highest that this program reads is 1");
    }

    @Test
    void unknownFormat_isRefusedBeforeItsFieldsAreLookedAt() throws IOException {
        edit("\"format\": 1", "\"format\": 2, \"novelty\": true");
        assertRefused("bundle format 2 is not known");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret", "/etc/hostname", "golden/../../secret", "golden\\\\fog.png", "./model.onnx", ""})
    void pathThatIsNotPlainlyInside_isRefused(String path) throws IOException {
        Files.writeString(home.resolve("bundles/tiny/secret"), "x");
        edit("\"files\": {", "\"files\": {\"" + path + "\": \"00\",");
        assertRefused("path \"" + path.replace("\\\\", "\\") + "\" is not a plain path within the bundle");
    }

    @Test
    void linkThatLeadsOutside_isRefused() throws IOException {
        Path outside = Files.writeString(home.resolve("card.md"), "# Red or blue\n");
        Files.delete(folder.resolve("MODEL_CARD.md"));
        Files.createSymbolicLink(folder.resolve("MODEL_CARD.md"), outside);
        assertRefused("MODEL_CARD.md is a link, must be a file");
    }

    @Test
    void fileThatIsNotListed_isRefused() throws IOException {
        Files.writeString(folder.resolve("golden/run.sh"), "x");
        assertRefused("golden/run.sh is not listed in bundle.json");
    }

    @Test
    void listedFileThatIsMissing_isRefused() throws IOException {
        Files.delete(folder.resolve("golden/fog.png"));
        assertRefused("golden/fog.png is listed in bundle.json but missing");
    }

    @Test
    void cardThatIsNotListed_isRefused() throws IOException {
        Files.delete(folder.resolve("MODEL_CARD.md"));
        edit("\"MODEL_CARD.md\"", "\"OTHER.md\"");
        assertRefused("MODEL_CARD.md is not listed in bundle.json");
    }

    @Test
    void goldenPhotoThatIsAnsweredDifferently_isRefused() throws IOException, BundleException {
        Path answers = folder.resolve("golden/golden.json");
        String text = Files.readString(answers);
        Files.writeString(answers, text.replaceFirst("\"red\": 0\\.\\d", "\"red\": 0.0"));
        resign();
        Bundle bundle = Bundle.open(folder);
        assertThatThrownBy(bundle::classifier)
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("golden photo sun.png is answered differently: red ")
                .hasMessageContaining("within 0.005");
    }

    @Test
    void goldenToleranceThatHidesEverything_isRefused() throws IOException, BundleException {
        Path answers = folder.resolve("golden/golden.json");
        Files.writeString(answers, Files.readString(answers).replace("0.005", "1"));
        resign();
        Bundle bundle = Bundle.open(folder);
        assertThatThrownBy(bundle::classifier).hasMessageContaining("tolerance is 1.0, must be 0 to 0.02");
    }

    @Test
    void networkOfAnotherWidth_isRefused() throws IOException, BundleException {
        float[] row = {1, 2, 3};
        Files.write(
                folder.resolve("model.onnx"),
                TinyNetwork.redOrBlue().weights(row, row, row).onnx());
        resign();
        Bundle bundle = Bundle.open(folder);
        assertThatThrownBy(bundle::classifier)
                .hasMessageContaining("bundle lists 2 labels but output \"logits\" has width 3");
    }

    @Test
    void folderWithoutManifest_saysSo() {
        assertThatThrownBy(() -> Bundle.open(home))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("there is no bundle.json");
    }

    @Test
    void goldenFolder_isSmall() throws IOException {
        long bytes = 0;
        for (Path file : Folders.children(folder.resolve("golden"))) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(250_000);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> Bundle.open(folder))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(reason);
    }

    private void edit(String from, String to) throws IOException {
        Path manifest = folder.resolve("bundle.json");
        String text = Files.readString(manifest);
        assertThat(text).contains(from);
        Files.writeString(manifest, text.replace(from, to));
    }

    /** Makes the manifest's checksums fit the files as they are now. */
    private void resign() throws IOException, BundleException {
        BundleManifest old = Bundle.readManifest(folder);
        var manifest = new BundleManifest(
                old.format(),
                old.name(),
                old.version(),
                old.created(),
                old.labels(),
                old.preparation(),
                old.temperature(),
                old.unsureThreshold(),
                old.metrics(),
                old.provenance(),
                old.licence(),
                BundleFiles.checksums(folder));
        Files.writeString(folder.resolve("bundle.json"), ManifestJson.write(manifest));
    }
}
