package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;
import org.weatherinference.server.Form;
import tools.jackson.databind.JsonNode;

/**
 * What of visitors' photos is on the disk of a server in a process of its own: nothing, while it works on them, after
 * it and once it was killed. Of one that its visitor agreed to give, the file that was made anew, and nothing of the
 * visitor's own.
 */
class ConsentTest {
    private static final String CLASSIFY = "/v1/classify";
    private static final String FEEDBACK = "/v1/feedback";

    @TempDir
    private Path folder;

    private final MarkedPhoto photo = MarkedPhoto.of(1);
    /** The golden pictures of its bundle. */
    private List<String> serversOwn = List.of();

    private HttpServer elsewhere;

    @BeforeEach
    void publish() throws IOException {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/photo.jpg", exchange -> {
            exchange.sendResponseHeaders(200, photo.file().length);
            exchange.getResponseBody().write(photo.file());
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterEach
    void stop() {
        elsewhere.stop(0);
    }

    @Test
    void search_findsWhatIsPlanted() throws Exception {
        Files.write(folder.resolve("state.db-wal"), padded(photo.file()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("in/a.bin"));
            zip.write(padded(photo.file()));
        }
        Files.write(Files.createDirectories(folder.resolve("deep/down")).resolve("x"), bytes.toByteArray());
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve("log.gz")))) {
            packed.write(padded(photo.file()));
        }
        for (byte[] mark : List.of(photo.comment(), photo.pixels())) {
            assertThat(DiskSearch.filesWith(mark, folder))
                    .containsExactlyInAnyOrder("state.db-wal", "deep/down/x!in/a.bin", "log.gz!");
            assertThat(DiskSearch.filesWith(mark, folder.resolve("deep"))).hasSize(1);
        }
        assertThat(DiskSearch.filesWith(MarkedPhoto.of(2).pixels(), folder)).isEmpty();
    }

    private static byte[] padded(byte[] file) {
        byte[] padded = new byte[file.length + 999];
        System.arraycopy(file, 0, padded, 500, file.length);
        return padded;
    }

    @Test
    void photoWithoutConsent_isNowhere_andOneWithConsent_isThereAnew() throws Exception {
        ServerHome home = ServerHome.in(folder);
        serversOwn = DiskSearch.filesWith(MarkedPhoto.JPEG_START, folder);
        try (RunningServer server = serve(home);
                Api api = new Api(server.address(), "")) {
            sendWithoutConsent(api);
            try (Socket _ = halfSent(api)) {
                assertNothingOfPhotos();
                server.kill();
            }
        }
        assertNothingOfPhotos();
        try (RunningServer server = serve(home);
                Api api = new Api(server.address(), "")) {
            JsonNode receipt = giveWithConsent(api);
            assertOnlyTheNewFile(home);
            server.kill();
            assertOnlyTheNewFile(home);
            takeBack(home, receipt);
        }
        assertNothingOfPhotos();
    }

    private RunningServer serve(ServerHome home) throws IOException {
        return home.serve("--allow-hosts", "127.0.0.1:" + elsewhere.getAddress().getPort());
    }

    /** By every door: raw, with others, by address, explained, by the page's form, with what it shows, and wrongly. */
    private void sendWithoutConsent(Api api) throws Exception {
        HttpResponse<byte[]> raw = api.send("POST", CLASSIFY, "", "image/jpeg", photo.file());
        assertThat(raw.statusCode()).isEqualTo(200);
        assertThat(api.send("POST", CLASSIFY + "?explain=true", "", "image/jpeg", photo.file())
                        .statusCode())
                .isEqualTo(200);
        JsonNode several = api.post(CLASSIFY, visitorsForm().photo("second.jpg", photo.file()));
        JsonNode fetched = api.post(
                CLASSIFY,
                "{\"url\":\"http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/photo.jpg\"}");
        Form form = visitorsForm();
        HttpResponse<byte[]> page = api.send("POST", "/", "", form.contentType(), form.body());
        assertThat(new String(page.body(), UTF_8)).contains("id=\"answer\"");
        say(api, several.path("answers").path(0).path("id").asString());
        say(api, several.path("answers").path(1).path("id").asString());
        say(api, fetched.path("id").asString());
        assertRefused(api, consenting("none that was given", "blue"));
        assertRefused(api, consenting(answered(api), "no such label"));
    }

    private Form visitorsForm() {
        return Form.empty().photo("first.jpg", photo.file());
    }

    private static void say(Api api, String answer) throws Exception {
        api.post(FEEDBACK, "{\"id\":\"" + answer + "\",\"label\":\"blue\"}");
    }

    private String answered(Api api) throws Exception {
        return api.post(CLASSIFY, visitorsForm()).path("id").asString();
    }

    private Form consenting(String answer, String label) {
        return visitorsForm().field("id", answer.getBytes(UTF_8)).field("label", label.getBytes(UTF_8));
    }

    private static void assertRefused(Api api, Form form) throws Exception {
        assertThat(api.send("POST", FEEDBACK, "", form.contentType(), form.body())
                        .statusCode())
                .isEqualTo(400);
    }

    /** A photo that is still on its way: all of its form but the end. */
    private Socket halfSent(Api api) throws Exception {
        byte[] body = visitorsForm().body();
        String head = "POST " + CLASSIFY + " HTTP/1.1\r\nHost: h\r\nContent-Type: "
                + Form.empty().contentType() + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), api.address().getPort());
        socket.getOutputStream().write(head.getBytes(UTF_8));
        socket.getOutputStream().write(body, 0, body.length - 10);
        socket.getOutputStream().flush();
        // Another is answered after it, so that the server has taken what has come.
        answered(api);
        return socket;
    }

    private void assertNothingOfPhotos() throws IOException {
        assertNothingOfTheVisitorsOwn();
        assertThat(DiskSearch.filesWith(MarkedPhoto.JPEG_START, folder)).hasSameElementsAs(serversOwn);
        // It is the disk of a server that remembers something.
        assertThat(DiskSearch.filesWith("colours:1".getBytes(UTF_8), folder)).isNotEmpty();
    }

    private void assertNothingOfTheVisitorsOwn() throws IOException {
        for (byte[] mark : List.of(photo.comment(), photo.pixels())) {
            assertThat(DiskSearch.filesWith(mark, folder)).isEmpty();
        }
    }

    private JsonNode giveWithConsent(Api api) throws Exception {
        return api.post(FEEDBACK, consenting(answered(api), "blue"));
    }

    private void assertOnlyTheNewFile(ServerHome home) throws Exception {
        assertNothingOfTheVisitorsOwn();
        List<String> files = DiskSearch.filesWith(MarkedPhoto.JPEG_START, folder);
        files.removeAll(serversOwn);
        assertThat(files).hasSize(1);
        Path file = folder.resolve(files.getFirst());
        assertThat(file.startsWith(home.user().resolve("feedback"))).isTrue();
        byte[] kept = Files.readAllBytes(file);
        var size = PhotoDecoder.create(PhotoLimits.DEFAULT).header(kept);
        assertThat(size.uprightWidth()).isEqualTo(MarkedPhoto.WIDTH);
        assertThat(size.uprightHeight()).isEqualTo(MarkedPhoto.HEIGHT);
    }

    private void takeBack(ServerHome home, JsonNode receipt) throws Exception {
        try (RunningServer server = serve(home);
                Api api = new Api(server.address(), "")) {
            api.takeBack(receipt.path("id").asString(), receipt.path("token").asString());
        }
    }
}
