package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.state.Database;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Right;
import org.weatherinference.state.Workers;

/** Zip files that are sent with training jobs by somebody who means no good: refused, and nothing is left of them. */
class HostileDatasetTest {
    private static final int MOST_BYTES = 10_000_000;

    @TempDir
    private Path folder;

    private Scene scene;
    private Database database;
    private String trainer;

    @BeforeEach
    void start() throws Exception {
        scene = Scene.start(
                folder,
                Map.of(
                        Setting.DATASETS, folder.resolve("datasets").toString(),
                        Setting.UPLOAD_BYTES, String.valueOf(MOST_BYTES)));
        database = Database.at(Database.standardAddress(folder));
        new Workers(database, InstantSource.system()).here("attic");
        trainer = new Keys(database, InstantSource.system())
                .create("trainer", Set.of(Right.TRAIN), null, null)
                .text();
    }

    @AfterEach
    void stop() {
        scene.close();
        database.close();
    }

    private HttpResponse<String> send(byte[] zip) throws Exception {
        Form form = Form.empty()
                .part("job", "job.json", "{\"bundle\":\"rain\"}".getBytes(UTF_8))
                .part("dataset", "photos.zip", zip);
        return scene.send(HttpRequest.newBuilder(scene.uri("/v1/training-jobs"))
                .header("Authorization", "Bearer " + trainer)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.body())));
    }

    private void assertRefused(byte[] zip, String why) throws Exception {
        Refusal.of(send(zip)).says(400, "bad-request", "the dataset is refused: ", why);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        try (Stream<Path> all = Files.list(folder.resolve("datasets/uploads"))) {
            assertThat(all).isEmpty();
        }
        assertThat(folder.resolve("1.png")).doesNotExist();
        assertThat(folder.resolve("datasets/1.png")).doesNotExist();
        assertThat(new Jobs(database, InstantSource.system()).list(1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ../red/1.png       | "../red/1.png" leads out of its folder
        red/../../1.png    | leads out of its folder
        /red/1.png         | is an absolute path
        C:/red/1.png       | is an absolute path
        \\\\host\\1.png    | is an absolute path
        red\\..\\1.png     | leads out of its folder
        red/1.png.sh       | red/1.png.sh is in it, where only photos
        red/inner.zip      | red/inner.zip is in it, where only photos
        red/a:b.png        | is no plain path
        red/./2.png        | is no plain path
        red//2.png         | is no plain path
        red /2.png         | is no plain path
        RED/1.PNG          | in capital and in small letters
        red/1.png/2.png    | red/1.png is a file in it, and a folder too
        """)
    void hostilePath_isRefused(String path, String why) throws Exception {
        assertRefused(ZipFiles.of("red/1.png", "blue/1.png", path), why);
    }

    @ParameterizedTest
    @ValueSource(chars = {'\0', '\n', '\u001b', '\u007f'})
    void nameThatIsNoText_isRefused(char character) throws Exception {
        assertRefused(ZipFiles.of("red/1.png", "blue/1.png", "red/x" + character + ".png"), "is no plain path");
    }

    @Test
    void nameThatNoFileCanHave_isRefused() throws Exception {
        assertRefused(ZipFiles.of("red/1.png", "blue/" + "\u96e8".repeat(96) + ".png"), "is too long a path");
        assertRefused(ZipFiles.of("red/1.png", "deep/".repeat(900) + "1.png"), "is too long a path");
    }

    @Test
    void nameThatIsNoUtf8_isRefused() throws Exception {
        byte[] zip = ZipFiles.of("red/1.png", "blue/1.png", "red/xx.png");
        assertRefused(ZipFiles.replaced(zip, "xx.png", "\u00ff\u00fe.png"), "it is damaged");
    }

    @Test
    void link_isRefused() throws Exception {
        assertRefused(
                ZipFiles.withMode(ZipFiles.of("red/1.png", "blue/1.png"), 0120777), "red/1.png is a symbolic link");
        assertRefused(
                ZipFiles.withMode(ZipFiles.of("red/1.png", "blue/1.png"), 0020666), "is neither a file nor a folder");
    }

    @Test
    void bomb_isRefused_beforeItIsUnpacked() throws Exception {
        byte[] zip = ZipFiles.of(Map.of("red/1.png", new byte[50_000_000]));
        assertThat(zip.length).isLessThan(100_000);
        assertRefused(zip, "unpacked it has 50,000,000 bytes, limit is 10,000,000");
    }

    @Test
    void bombThatSaysItIsSmall_isUnpackedNoFurther() throws Exception {
        byte[] zip = ZipFiles.of(Map.of("red/1.png", new byte[50_000_000]));
        assertRefused(ZipFiles.withSize(zip, 1000), "it is damaged: red/1.png");
    }

    @ParameterizedTest
    @ValueSource(ints = {50_001, 66_000})
    void tooManyFiles_areRefused(int count) throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            files.put("red/" + i + ".png", new byte[0]);
        }
        assertRefused(ZipFiles.of(files), "files, limit is 50000");
    }

    @Test
    void zipFileInPhotosClothing_staysPacked() throws Exception {
        byte[] inner = ZipFiles.of("red/1.png", "../../1.png");
        HttpResponse<String> answer = send(ZipFiles.of(Map.of("red/1.png", inner, "blue/1.png", Scene.BLUE)));
        assertThat(answer.statusCode()).isEqualTo(202);
        try (Stream<Path> all = Files.walk(folder.resolve("datasets/uploads"))) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void fileThatIsInItTwice_isRefused() throws Exception {
        byte[] zip = ZipFiles.of("red/1.png", "blue/1.png", "red/2.png");
        assertRefused(ZipFiles.replaced(zip, "red/2.png", "red/1.png"), "red/1.png is in it twice");
    }

    @Test
    void encryptedFile_isRefused() throws Exception {
        assertRefused(ZipFiles.encrypted(ZipFiles.of("red/1.png", "blue/1.png")), "red/1.png is encrypted");
    }

    @Test
    void zipFileThatIsCutShort_isRefused() throws Exception {
        byte[] zip = ZipFiles.of("red/1.png", "blue/1.png");
        for (int length : new int[] {1, 21, 40, zip.length / 2, zip.length - 1}) {
            assertRefused(Arrays.copyOf(zip, length), "it is no zip file, or its end is missing");
        }
    }

    @Test
    void zipFileThatLacksItsMiddle_orHasAnother_isRefused() throws Exception {
        byte[] zip = ZipFiles.of("red/1.png", "blue/1.png");
        byte[] shorter = BrokenFiles.joined(Arrays.copyOf(zip, 50), Arrays.copyOfRange(zip, 60, zip.length));
        assertThat(send(shorter).statusCode()).isEqualTo(400);
        assertNothingIsLeft();
        byte[] flipped = zip.clone();
        flipped[60] ^= 0x55;
        assertRefused(flipped, "it is damaged: ");
    }

    @Test
    void everyByteChanged_isAnsweredWithoutAFault() throws Exception {
        byte[] zip = ZipFiles.of("red/1.png", "blue/1.png");
        for (int at = 0; at < zip.length; at += 7) {
            byte[] changed = zip.clone();
            changed[at] ^= (byte) 0xa5;
            assertThat(send(changed).statusCode()).as("byte " + at).isIn(202, 400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../1.png", "/etc/passwd.png", "red/../../../1.png", "red/none.png"})
    void tableThatNamesWhatIsElsewhere_isRefused(String path) throws Exception {
        Files.write(folder.resolve("1.png"), Scene.RED);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("red/1.png", Scene.RED);
        files.put("photos.csv", ("path,label\nred/1.png,red\n" + path + ",blue\n").getBytes(UTF_8));
        Refusal.of(send(ZipFiles.of(files))).says(400, "bad-request", "the dataset is refused: photos.csv");
        Files.delete(folder.resolve("1.png"));
        assertNothingIsLeft();
    }

    @Test
    void whatIsNoDataset_isRefused() throws Exception {
        assertRefused("PK, but no zip file".getBytes(UTF_8), "it is no zip file");
        assertRefused(ZipFiles.of("photos.csv", "1.png"), "photos.csv");
        assertRefused(ZipFiles.of(Map.of()), "it holds no photos");
        assertRefused(ZipFiles.of("red/run.exe"), "red/run.exe is in it, where only photos");
        assertRefused(
                new String(ZipFiles.of("red/1.png"), ISO_8859_1).substring(4).getBytes(ISO_8859_1), "it is");
    }

    @Test
    void formThatIsTooLarge_isRefused() throws Exception {
        Refusal.of(send(new byte[MOST_BYTES + 1]))
                .says(413, "request-too-large", "the limit is 10,000,000 bytes")
                .withLimit(MOST_BYTES);
        assertNothingIsLeft();
    }
}
