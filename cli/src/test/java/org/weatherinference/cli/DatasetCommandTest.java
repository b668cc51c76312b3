package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.PhotosTable;
import org.weatherinference.fetch.RawServer;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** The way that docs/datasets.md walks, over 200 photos that a server of its own draws. */
class DatasetCommandTest {
    private static final int PHOTOS = 200;

    @TempDir
    Path folder;

    private Scene scene;
    private RawServer server;

    @BeforeEach
    void start() {
        scene = Scene.bare(folder);
        server = new RawServer(DatasetCommandTest::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Number 7 is missing, number 9 no photo, number 11 the same picture as 13 at another size. */
    private static void serve(OutputStream out, String head) throws IOException {
        int number = Integer.parseInt(head.split(" ", 3)[1].substring(1));
        if (number == 7) {
            out.write(RawServer.answer("HTTP/1.1 404 Not Found", "Content-Length: 0", "", ""));
            return;
        }
        Photo photo = number == 11 ? drawing(13).resize(120, 90) : drawing(number);
        byte[] body = number == 9 ? "no photo".getBytes(UTF_8) : PhotoEncoder.jpeg(photo, 90);
        out.write(RawServer.answer("HTTP/1.1 200 OK", "Content-Length: " + body.length, "", ""));
        out.write(body);
    }

    private static Photo drawing(int number) {
        byte[] patches = new byte[12 * 9 * 3];
        new Random(number).nextBytes(patches);
        return Photo.of(12, 9, patches).resize(96, 72);
    }

    private Path list(int count) throws IOException {
        StringBuilder list = new StringBuilder("url,label,licence\n");
        for (int number = 0; number < count; number++) {
            list.append("http://127.0.0.1:%d/%d,%s,CC0-1.0\n"
                    .formatted(server.port(), number, number % 4 == 0 ? "raining" : "sunny"));
        }
        return Files.writeString(folder.resolve("list.csv"), list);
    }

    private int gather(int count) throws IOException {
        return scene.run(
                "dataset",
                "gather",
                list(count),
                folder.resolve("photos"),
                "--pause",
                "0",
                "--allow-host",
                "127.0.0.1:" + server.port());
    }

    @Test
    void theWholeWay() throws IOException, DatasetException {
        Path photos = folder.resolve("photos");

        assertThat(gather(PHOTOS)).isEqualTo(1);
        assertThat(scene.out())
                .isEqualTo("198 new photos in photos, 0 the same as another, 0 there before, 2 failed\n");
        assertThat(scene.err()).contains("status 404: 1\n", "no photo that is read: 1\n", "/9: not a picture");

        assertThat(scene.run("dataset", "check", photos)).isEqualTo(1);
        assertThat(scene.out()).contains("near-duplicate: sunny/", "198 photos: 1 near-duplicate\n");
        assertThat(scene.run("dataset", "check", "--fix", photos)).isZero();
        assertThat(scene.out()).contains("moved: sunny/", "1 near-duplicate; 1 moved\n");
        assertThat(scene.run("dataset", "check", photos)).isZero();
        assertThat(scene.out()).contains("Label    photos", "197 photos: nothing to mend\n");

        assertThat(scene.run("dataset", "split", "--valid", "0.25", photos)).isZero();
        String recorded = Files.readString(photos.resolve("photos.csv"));
        assertThat(scene.run("dataset", "split", "--valid", "0.5", "--seed", "7", photos))
                .isZero();
        assertThat(photos.resolve("photos.csv")).hasContent(recorded);

        assertThat(scene.run("dataset", "sheet", photos, "-o", folder.resolve("sheet.png")))
                .isZero();
        assertThat(scene.out()).isEqualTo("sheet.png: 60 photos\n");
        assertThat(scene.run("dataset", "sheet", photos, "-o", folder.resolve("sheet.html"), "--label", "raining"))
                .isZero();
        assertThat(folder.resolve("sheet.html")).content().contains("raining").doesNotContain(">sunny<");

        assertThat(scene.run("dataset", "show", photos)).isZero();
        assertThat(scene.out()).contains("Label    train  valid  photos\n", "127.0.0.1     197  100.0 %\n");
        String photo = PhotosTable.read(photos).paths().iterator().next();
        assertThat(scene.run("dataset", "show", photos, photo)).isZero();
        assertThat(scene.out()).contains("path      " + photo, "licence   CC0-1.0", "pixels    96 x 72");

        assertThat(gather(PHOTOS)).isEqualTo(1);
        assertThat(scene.out())
                .isEqualTo("0 new photos in photos, 0 the same as another, 198 there before, 2 failed\n");
        assertThat(scene.err()).contains("(in an earlier run; --retry-failed tries again)");
    }

    @Test
    void json_isOneObjectALine() throws IOException {
        Path photos = folder.resolve("photos");
        gather(4);
        scene.run("dataset", "check", "--format", "json", photos);
        assertThat(scene.out())
                .startsWith("{\"photos\":4,\"labels\":{\"raining\":1,\"sunny\":3}")
                .hasLineCount(1);
        scene.run("dataset", "show", "--format", "json", photos);
        assertThat(scene.out()).startsWith("{\"photos\":4,\"unreadable\":0,").hasLineCount(1);
    }

    @Test
    void max_takesTheFirstOfTheList() throws IOException {
        scene.run(
                "dataset",
                "gather",
                list(20),
                folder.resolve("photos"),
                "--max",
                "3",
                "--allow-host",
                "127.0.0.1:" + server.port());
        assertThat(scene.out()).startsWith("3 new photos");
        assertThat(server.heads()).hasSize(3).allMatch(head -> head.contains("User-Agent: Mozilla/5.0 ("));
    }

    @Test
    void hostsThatAreNotPublic_areRefused() throws IOException {
        assertThat(scene.run("dataset", "gather", list(1), folder.resolve("photos")))
                .isEqualTo(1);
        assertThat(scene.err()).startsWith("refused: 1\n");
        assertThat(server.heads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gather list.csv photos --max-side 0, max-side is 0",
        "gather list.csv photos --allow-host http://x/, http://x/",
        "gather list.csv photos --max 0, --max 0",
        "check photos --min-side 0, --min-side 0",
        "check photos --reject-two-labels, changes nothing without --fix",
        "split photos --valid 2, --valid 2.0",
        "sheet photos -o x.png --count 0, --count 0",
        "sheet photos, Missing required option",
    })
    void wrongValues_areWrongUsage(String arguments, String message) {
        assertThat(scene.run((Object[]) ("dataset " + arguments).split(" ", -1)))
                .isEqualTo(2);
        assertThat(scene.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"check", "split", "show"})
    void folderThatIsNone_isSaidOnOneLine(String command) {
        assertThat(scene.run("dataset", command, folder.resolve("none"))).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: none").hasLineCount(1);
    }

    @Test
    void datasetAlone_isWrongUsage() {
        assertThat(scene.run("dataset")).isEqualTo(2);
        assertThat(scene.err()).contains("Usage: weather dataset");
    }
}
