package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.photo.Photo;

class BundleArchiveTest {
    /** Where a central directory's entry has its fields. */
    private static final int SIZE = 24;

    private static final int MODE = 40;
    private static final int NAME = 46;

    @TempDir
    Path folder;

    private BundleStore origin = BundleStore.open(Path.of(""));
    private BundleStore store = BundleStore.open(Path.of(""));
    private Path archive = Path.of("");
    private boolean untouched = true;

    @BeforeEach
    void export() throws BundleException {
        origin = BundleStore.open(folder.resolve("origin"));
        store = BundleStore.open(folder.resolve("home"));
        archive = folder.resolve("tiny.zip");
        origin.add(Fixtures.draft("tiny")).export(archive);
    }

    @AfterEach
    void whatIsRefused_leavesTheStoreAsItWas() throws IOException {
        if (untouched) {
            assertThat(Folders.children(folder.resolve("home/bundles"))).isEmpty();
        }
    }

    @Test
    void imported_answersTheSameToTheLastBit() throws BundleException {
        untouched = false;
        BundleStore.Imported imported = store.add(archive, null);
        assertThat(imported.added()).isTrue();
        assertThat(imported.bundle().reference()).isEqualTo("tiny:1");
        assertThat(imported.bundle().manifest())
                .isEqualTo(origin.resolve("tiny").manifest());
        Photo photo = Fixtures.redPart(40, 30, new Explanation.Region(3, 4, 20, 11));
        try (Classifier here = imported.bundle().classifier();
                Classifier there = origin.resolve("tiny").classifier()) {
            assertThat(here.classify(photo).byLabel())
                    .isEqualTo(there.classify(photo).byLabel());
        }
        assertThat(folder.resolve("home/bundles")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void sameBundle_givesTheSameBytes() throws Exception {
        untouched = false;
        Path there = store.add(archive, null).bundle().folder();
        Files.setLastModifiedTime(there.resolve("model.onnx"), FileTime.fromMillis(1_000_000_000_000L));
        store.resolve("tiny").export(folder.resolve("again.zip"));
        assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(archive);
    }

    @Test
    void exportOntoAFile_isRefused() throws Exception {
        byte[] before = Files.readAllBytes(archive);
        assertThatThrownBy(() -> origin.resolve("tiny").export(archive))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("tiny.zip is there already");
        assertThat(Files.readAllBytes(archive)).isEqualTo(before);
    }

    @Test
    void sameBundleAgain_isNoFault() throws BundleException {
        untouched = false;
        store.add(archive, null);
        assertThat(store.add(archive, null).added()).isFalse();
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void otherBundleInItsPlace_isRefusedWithTheWayOut() throws Exception {
        untouched = false;
        byte[] before = Files.readAllBytes(store.add(Fixtures.draft(
                        "tiny", TinyNetwork.redOrBlue().withoutActivation().onnx()))
                .folder()
                .resolve("bundle.json"));
        assertThatThrownBy(() -> store.add(archive, null))
                .hasMessageEndingWith("it is tiny:1, and there is another tiny:1 already:"
                        + " import it under a name of its own (--as NAME)");
        assertThat(folder.resolve("home/bundles/tiny/1/bundle.json")).hasBinaryContent(before);
        assertThat(folder.resolve("home/bundles")).isDirectoryNotContaining("glob:**/.*");
        assertThat(store.add(archive, "other").bundle().reference()).isEqualTo("other:1");
        assertThat(store.add(archive, "other").bundle().reference()).isEqualTo("other:2");
    }

    @Test
    void nameThatNoBundleMayHave_isRefused() {
        assertThatThrownBy(() -> store.add(archive, "No Name")).hasMessageStartingWith("name \"No Name\" must be");
    }

    @Test
    void noFile_isRefused() {
        assertThatThrownBy(() -> store.add(folder.resolve("none.zip"), null)).hasMessage("there is no such file");
    }

    @Test
    void bombByItsOwnWord_isRefusedBeforeItIsUnpacked() throws Exception {
        refused(patched(zip(files()), "model.onnx", SIZE, 3_000_000_000L), "bytes, limit is 536,870,912");
    }

    @Test
    void bombThatLies_isStoppedAtWhatItDeclares() throws Exception {
        Map<String, byte[]> files = files();
        files.put("model.onnx", new byte[64 << 20]);
        byte[] zip = zip(files);
        assertThat(zip.length).isLessThan(1 << 18);
        refused(patched(zip, "model.onnx", SIZE, 1000), "model.onnx has not the 1000 bytes that it declares");
    }

    @Test
    void tooManyFiles_areRefused() throws Exception {
        Map<String, byte[]> files = files();
        for (int i = 0; i < 1000; i++) {
            files.put("golden/" + i, new byte[0]);
        }
        refused(zip(files), "files, limit is 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "golden/../../escaped", "..", "golden\\..\\..\\escaped"})
    void pathThatLeadsOut_isRefused(String path) throws Exception {
        refused(with(path), "leads out of its folder");
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tmp/escaped", "C:\\escaped", "C:escaped", "\\escaped"})
    void absolutePath_isRefused(String path) throws Exception {
        refused(with(path), "is an absolute path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./a", "golden//a", "a b", "golden/.hidden", "a.", "\u202ea", "a\nb"})
    void pathThatIsNotPlain_isRefused(String path) throws Exception {
        refused(with(path), "is no plain path");
    }

    @Test
    void symbolicLink_isRefused() throws Exception {
        refused(patched(zip(files()), "model.onnx", MODE - 2, 0120777L << 16), "model.onnx is a symbolic link");
    }

    @Test
    void device_isRefused() throws Exception {
        refused(patched(zip(files()), "model.onnx", MODE - 2, 0020666L << 16), "is neither a file nor a folder");
    }

    @Test
    void changedByte_isFoundByTheZipsOwnChecksum() throws Exception {
        byte[] zip = Files.readAllBytes(archive);
        zip[zip.length / 2] ^= 1;
        refused(zip, "the checksum (CRC-32) of");
    }

    @Test
    void changedFile_isFoundByTheBundlesChecksum() throws Exception {
        Map<String, byte[]> files = files();
        files.put("MODEL_CARD.md", "# Another\n".getBytes(StandardCharsets.UTF_8));
        refused(zip(files), "MODEL_CARD.md was changed: its SHA-256 is");
    }

    @Test
    void fileThatIsNotListed_isRefused() throws Exception {
        refused(with("extra.txt"), "extra.txt is not listed in bundle.json");
    }

    @Test
    void truncatedZip_isRefused() throws Exception {
        byte[] zip = Files.readAllBytes(archive);
        for (int length : new int[] {0, 10, zip.length / 2, zip.length - 1}) {
            refused(Arrays.copyOf(zip, length), "it is no zip file, or its end is missing");
        }
    }

    @Test
    void everyTruncationInsideTheTable_isRefused() throws Exception {
        byte[] zip = zip(files());
        byte[] end = Arrays.copyOfRange(zip, zip.length - 22, zip.length);
        byte[] cut = Arrays.copyOf(zip, zip.length - 60);
        System.arraycopy(end, 0, cut, cut.length - 22, 22);
        refused(cut, "it is no zip file, or its end is missing");
    }

    @Test
    void unknownFormat_isRefused() throws Exception {
        Map<String, byte[]> files = files();
        String json = new String(files.getOrDefault("bundle.json", new byte[0]), StandardCharsets.UTF_8);
        files.put(
                "bundle.json",
                json.replaceFirst("\"format\" *: *1", "\"format\": 9").getBytes(StandardCharsets.UTF_8));
        refused(zip(files), "bundle format 9 is not known");
    }

    @Test
    void entryTwice_isRefused() throws Exception {
        Map<String, byte[]> files = files();
        files.put("model.onny", new byte[0]);
        refused(renamed(zip(files), "model.onny", "model.onnx"), "model.onnx is in it twice");
    }

    @Test
    void namesThatDifferByCaseOnly_areRefused() throws Exception {
        refused(with("Model.ONNX"), "in capital and in small letters");
    }

    @Test
    void folderAroundTheFiles_isRefusedWithTheWayOut() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files().forEach((name, bytes) -> files.put("tiny/" + name, bytes));
        refused(zip(files), "its files lie in a folder of their own, tiny/, where they must lie at the top");
    }

    @Test
    void folderWithinAFolder_isRefused() throws Exception {
        refused(with("golden/more/a.png"), "\"golden/more/a.png\" lies in a folder within a folder");
    }

    @Test
    void networkThatAnswersOtherwise_isRefused() throws Exception {
        Path bundle = origin.resolve("tiny").folder();
        Path recorded = bundle.resolve("golden/golden.json");
        Files.writeString(recorded, Files.readString(recorded).replaceFirst("\"red\" *: *[0-9.E-]+", "\"red\": 0.123"));
        BundleManifest manifest = Bundle.readManifest(bundle);
        Map<String, String> sums = BundleFiles.checksums(bundle);
        Files.writeString(
                bundle.resolve("bundle.json"),
                Files.readString(bundle.resolve("bundle.json"))
                        .replace(
                                manifest.files().getOrDefault("golden/golden.json", ""),
                                sums.getOrDefault("golden/golden.json", "")));
        Bundle.open(bundle).export(folder.resolve("wrong.zip"));
        assertThatThrownBy(() -> store.add(folder.resolve("wrong.zip"), null))
                .hasMessageContaining("refused: golden photo")
                .hasMessageContaining("is answered differently");
    }

    private void refused(byte[] zip, String reason) throws IOException {
        Path file = Files.write(folder.resolve("bad.zip"), zip);
        ThrowingCallable add = () -> store.add(file, null);
        assertThatThrownBy(add)
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("refused: ")
                .hasMessageContaining(reason);
    }

    private byte[] with(String path) throws IOException {
        Map<String, byte[]> files = files();
        files.put(path, new byte[1]);
        return zip(files);
    }

    private Map<String, byte[]> files() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** With another number in four bytes of an entry of the central directory. */
    private static byte[] patched(byte[] zip, String name, int field, long value) {
        ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(entry(zip, name) + field, (int) value);
        return zip;
    }

    private static byte[] renamed(byte[] zip, String from, String to) {
        System.arraycopy(to.getBytes(StandardCharsets.UTF_8), 0, zip, entry(zip, from) + NAME, to.length());
        return zip;
    }

    private static int entry(byte[] zip, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = zip.length - 22 - NAME; at >= 0; at--) {
            if (buffer.getInt(at) == 0x02014b50
                    && buffer.slice(at + NAME, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return at;
            }
        }
        throw new AssertionError("no entry " + name);
    }
}
