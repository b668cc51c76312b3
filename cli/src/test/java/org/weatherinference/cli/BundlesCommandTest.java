package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.RedOrBlue;

class BundlesCommandTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void makeBundle() throws BundleException {
        scene = Scene.withBundle(folder);
    }

    @Test
    void list_hasALineForEachVersion() throws BundleException {
        scene.store().add(RedOrBlue.draft("sun-rain"));
        assertThat(scene.run("bundles", "list")).isZero();
        assertThat(scene.out().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("sun-rain:1 ").contains("own", "red, blue"),
                        second -> assertThat(second).startsWith("sun-rain:2 "));
    }

    @Test
    void list_saysWhichFolderIsNoBundle() throws IOException {
        Files.createDirectories(folder.resolve("home/bundles/broken/1"));
        assertThat(scene.run("bundles", "list")).isEqualTo(1);
        assertThat(scene.out()).hasLineCount(1);
        assertThat(scene.err()).contains("broken/1");
    }

    @Test
    void show_tellsWhatTheBundleIs() {
        assertThat(scene.run("bundles", "show", "sun-rain")).isZero();
        assertThat(scene.out()).contains("bundle       sun-rain:1\n", "labels       red, blue\n", "input        8 x 8");
    }

    @Test
    void showAsJson_isTheManifestOnOneLine() {
        scene.run("bundles", "show", "--format", "json", "sun-rain");
        assertThat(scene.out())
                .startsWith("{\"format\":1,\"name\":\"sun-rain\"")
                .hasLineCount(1);
    }

    @Test
    void verify_findsABundleSound() {
        assertThat(scene.run("bundles", "verify")).isZero();
        assertThat(scene.out()).startsWith("sun-rain:1 is sound");
    }

    @Test
    void verify_findsAChangedByte() throws IOException {
        Path network = folder.resolve("home/bundles/sun-rain/1/model.onnx");
        byte[] bytes = Files.readAllBytes(network);
        bytes[bytes.length / 2] ^= 1;
        Files.write(network, bytes);
        assertThat(scene.run("bundles", "verify", "sun-rain:1")).isEqualTo(1);
        assertThat(scene.err()).startsWith("sun-rain:1: ").contains("model.onnx");
    }

    @Test
    void list_showsSizeErrorTagsAndWhere() throws BundleException {
        scene.store().tag("sun-rain:1", "stable");
        scene.run("bundles", "list");
        assertThat(scene.out()).containsPattern("0\\.\\d MB  never measured +own +red, blue  \\[stable]\n");
        scene.run("bundles", "list", "--format", "json");
        assertThat(scene.out())
                .contains("\"shipped\":false", "\"live\":false,\"tags\":[\"stable\"]")
                .hasLineCount(1);
    }

    @Test
    void exportAndImport_moveABundleToAnotherStore() throws IOException, BundleException {
        assertThat(scene.run("bundles", "export", "sun-rain", scene.path("a.zip")))
                .isZero();
        assertThat(scene.out()).isEqualTo("sun-rain:1 is in a.zip\n");
        assertThat(scene.run("bundles", "import", scene.path("a.zip"))).isZero();
        assertThat(scene.out()).isEqualTo("sun-rain:1 is there already, and is the very same\n");
        assertThat(scene.run("bundles", "import", scene.path("a.zip"), "--as", "other"))
                .isZero();
        assertThat(scene.out()).isEqualTo("other:1 is imported: home/bundles/other/1\n");
        assertThat(scene.run("classify", "--model", "other", scene.red("red.png")))
                .isZero();
        assertThat(scene.run("bundles", "export", "sun-rain", scene.path("a.zip")))
                .isEqualTo(1);
        assertThat(scene.err()).isEqualTo("weather: a.zip is there already: give another name, or delete it first\n");
    }

    @Test
    void importFromAUrl_goesThroughTheGuardedDoor() throws IOException {
        scene.run("bundles", "export", "sun-rain", scene.path("a.zip"));
        byte[] zip = Files.readAllBytes(scene.path("a.zip"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/a.zip", exchange -> {
            exchange.sendResponseHeaders(200, zip.length);
            try (var body = exchange.getResponseBody()) {
                body.write(zip);
            }
        });
        server.start();
        try {
            String host = "127.0.0.1:" + server.getAddress().getPort();
            String url = "http://" + host + "/a.zip";
            assertThat(scene.run("bundles", "import", url, "--as", "other")).isEqualTo(1);
            assertThat(scene.err()).startsWith("weather: " + url + ": ").contains("port");
            assertThat(scene.run("bundles", "import", url, "--as", "other", "--allow-host", host))
                    .isZero();
            assertThat(scene.out()).startsWith("other:1 is imported");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void importOfWhatIsNoBundle_saysWhy() throws IOException {
        Path file = scene.file("a.zip", new byte[100]);
        assertThat(scene.run("bundles", "import", file)).isEqualTo(1);
        assertThat(scene.err()).isEqualTo("weather: a.zip: refused: it is no zip file, or its end is missing\n");
    }

    @Test
    void deleteWithNobodyToAsk_isRefused() {
        assertThat(scene.run("bundles", "delete", "sun-rain:1")).isEqualTo(1);
        assertThat(scene.err())
                .isEqualTo("weather: sun-rain:1 is not deleted: there is nobody to ask; say so with --yes\n");
        assertThat(scene.store().list()).hasSize(1);
    }

    @Test
    void deleteWithYes_deletes() {
        assertThat(scene.run("bundles", "delete", "sun-rain:1", "--yes")).isZero();
        assertThat(scene.out()).isEqualTo("sun-rain:1 is deleted\n");
        assertThat(scene.store().list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"y,0,0", "YES,0,0", "n,1,1", "'',1,1", "yesterday,1,1"})
    void deleteOnATerminal_asks(String answer, int code, int left) {
        InputStream before = System.in;
        var typed = new ByteArrayInputStream((answer + "\n").getBytes(UTF_8));
        System.setIn(typed);
        System.setProperty("weather.terminal.in", "true");
        try {
            assertThat(scene.input(typed).run("bundles", "delete", "sun-rain:1"))
                    .isEqualTo(code);
        } finally {
            System.setIn(before);
            System.clearProperty("weather.terminal.in");
        }
        assertThat(scene.err()).startsWith("Delete sun-rain:1 for good? [y/N] ");
        assertThat(scene.store().list()).hasSize(left);
    }

    @Test
    void tag_isSetListedUsedAndTakenAway() throws IOException {
        assertThat(scene.run("bundles", "tag", "sun-rain:1", "stable")).isZero();
        assertThat(scene.out()).isEqualTo("sun-rain:stable is sun-rain:1\n");
        scene.run("bundles", "tag", "sun-rain");
        assertThat(scene.out()).isEqualTo("sun-rain:stable is sun-rain:1\n");
        assertThat(scene.run("classify", "--model", "sun-rain:stable", scene.red("red.png")))
                .isZero();
        assertThat(scene.run("bundles", "spec", "sun-rain:stable")).isZero();
        assertThat(scene.out()).contains("\"sun-rain:1\"");
        assertThat(scene.run("bundles", "tag", "--remove", "sun-rain:stable")).isZero();
        scene.run("bundles", "tag", "sun-rain");
        assertThat(scene.err()).isEqualTo("sun-rain has no tags\n");
        assertThat(scene.run("bundles", "tag", "sun-rain:1")).isEqualTo(2);
        assertThat(scene.run("bundles", "tag", "sun-rain:1", "live")).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: a version cannot be tagged \"live\"");
    }

    @Test
    void promoted_isLiveUntilRolledBack() throws BundleException {
        scene.store().add(RedOrBlue.draft("sun-rain"));
        assertThat(scene.run("bundles", "promote", "sun-rain:1")).isZero();
        assertThat(scene.out()).isEqualTo("sun-rain:1 is live, in the place of sun-rain:2\n");
        assertThat(scene.run("bundles", "delete", "sun-rain:1", "--yes")).isEqualTo(1);
        assertThat(scene.err())
                .isEqualTo("weather: sun-rain:1 is live: promote another version first, with weather bundles promote"
                        + " REF\n");
        assertThat(scene.run("bundles", "rollback", "sun-rain")).isZero();
        assertThat(scene.out()).isEqualTo("sun-rain:2 is live again\n");
        assertThat(scene.run("bundles", "rollback", "sun-rain")).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: it is not known what was live before sun-rain:2");
    }

    @Test
    void trial_isShownAndEnded() throws BundleException {
        scene.store().add(RedOrBlue.draft("sun-rain"));
        scene.run("bundles", "promote", "sun-rain:1");
        assertThat(scene.run("bundles", "promote", "sun-rain:2", "--canary", "10%"))
                .isZero();
        assertThat(scene.out())
                .isEqualTo("sun-rain:1 is live; sun-rain:2 answers 10% of the requests that name no version\n");
        scene.run("bundles", "list");
        assertThat(scene.out()).contains("red, blue  [live]\n", "red, blue  [canary 10%]\n");
        scene.run("bundles", "show", "sun-rain:2");
        assertThat(scene.out()).contains("standing     canary 10%\n");
        assertThat(scene.run("bundles", "promote", "sun-rain:2", "--shadow")).isZero();
        assertThat(scene.out()).isEqualTo("sun-rain:1 is live; sun-rain:2 is asked too, unseen\n");
        scene.run("bundles", "list", "--format", "json");
        assertThat(scene.out()).contains("\"live\":true,\"tags\"", "\"live\":false,\"trial\":\"shadow\",\"tags\"");
        assertThat(scene.run("bundles", "rollback", "sun-rain", "--trial")).isZero();
        assertThat(scene.out()).isEqualTo("the trial is over; sun-rain:1 is live\n");
    }

    @ParameterizedTest
    @CsvSource({"--canary=60%,1% to 50%", "--canary=ten,1% to 50%", "--shadow --canary=5%,exclude each other"})
    void trialOfAnotherKind_isWrongUsage(String options, String why) {
        List<String> words = new ArrayList<>(List.of("bundles", "promote", "sun-rain:1"));
        words.addAll(List.of(options.split(" ")));
        assertThat(scene.run(words.toArray())).isEqualTo(2);
        assertThat(scene.err()).contains(why);
    }

    @Test
    void bundlesAlone_isWrongUsage() {
        assertThat(scene.run("bundles")).isEqualTo(2);
        assertThat(scene.err()).contains("Usage: weather bundles");
    }
}
