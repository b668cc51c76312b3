package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.weatherinference.fetch.RawServer.answer;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.weatherinference.fetch.HostileUrls;
import org.weatherinference.fetch.RawServer;
import org.weatherinference.model.JsonText;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Photos that are fetched, from a host that the operator allows; all others lead nowhere. */
class UrlPhotoTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PHOTOS = "photos.example.com";
    private static final String SECRET = "SECRET: 48.137154 N, 11.576124 E";
    /** That web addresses may name. */
    private static final List<Integer> PERMITTED_PORTS = List.of(8443, 8080, 443, 80);

    @TempDir
    private static Path folder;

    private static RawServer photos;
    private static int closedPort;
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        photos = new RawServer(UrlPhotoTest::serve);
        closedPort = closedPort();
        scene = Scene.start(folder, settings(), UrlPhotoTest::resolve);
    }

    @AfterAll
    static void stop() throws IOException {
        scene.close();
        photos.close();
    }

    private static Map<Setting, String> settings() {
        return Map.of(
                Setting.ALLOW_HOSTS,
                PHOTOS + ":" + photos.port() + "," + PHOTOS + ":" + closedPort,
                Setting.URL_TIME,
                "2",
                Setting.URL_RATE,
                "3",
                Setting.TRUSTED_PROXIES,
                "127.0.0.1");
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        return host.equals(PHOTOS) ? List.of(InetAddress.getLoopbackAddress()) : HostileUrls.resolve(host);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void serve(OutputStream out, String head) throws IOException, InterruptedException {
        switch (head.split(" ", 3)[1]) {
            case "/red.png" -> serve(out, "image/png", Scene.RED);
            case "/red-as-text" -> serve(out, "text/plain", Scene.RED);
            case "/large.jpg" -> serve(out, "image/jpeg", largeWithMetadata());
            case "/page" ->
                serve(out, "image/jpeg", page("<meta property=\"og:image\" content=\"/a/b.jpg?c=1&amp;d\">"));
            case "/bare-page" -> serve(out, "text/html", page(""));
            case "/text" -> serve(out, "image/jpeg", "no picture".getBytes(UTF_8));
            case "/never" -> Thread.sleep(20_000);
            default -> out.write(answer("HTTP/1.1 404 Not Found", "Content-Length: 0", "", ""));
        }
    }

    private static void serve(OutputStream out, String type, byte[] body) throws IOException {
        out.write(answer("HTTP/1.1 200 OK", "Content-Type: " + type, "Content-Length: " + body.length, "", ""));
        out.write(body);
    }

    private static byte[] page(String meta) {
        return ("<!DOCTYPE html><html><head><title>Rain</title>" + meta + "</head></html>").getBytes(UTF_8);
    }

    /** A JPEG that says, in a comment and in XMP, where it was taken. */
    private static byte[] largeWithMetadata() {
        byte[] rgb = new byte[1600 * 900 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) 255;
        }
        byte[] plain = PhotoEncoder.jpeg(Photo.of(1600, 900, rgb), 90);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        told.write(plain, 0, 2);
        told.writeBytes(segment(0xfe, SECRET));
        told.writeBytes(segment(0xe1, "http://ns.adobe.com/xap/1.0/\0" + SECRET));
        told.write(plain, 2, plain.length - 2);
        return told.toByteArray();
    }

    private static byte[] segment(int marker, String content) {
        byte[] text = content.getBytes(ISO_8859_1);
        int length = text.length + 2;
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
        segment.writeBytes(text);
        return segment.toByteArray();
    }

    private static String url(String path) {
        return "http://" + PHOTOS + ":" + photos.port() + path;
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return scene.get("/v1/classify?url=" + URLEncoder.encode(url, UTF_8));
    }

    private static HttpResponse<String> post(String url) throws Exception {
        return post("/v1/classify", url);
    }

    private static HttpResponse<String> post(String path, String url) throws Exception {
        return scene.post(path, "application/json", ("{\"url\":" + JsonText.string(url) + "}").getBytes(UTF_8));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    @Test
    void photo_isAnswered_alikeByGetAndPost() throws Exception {
        HttpResponse<String> asked = get(url("/red.png"));
        HttpResponse<String> sent = post(url("/red.png"));
        assertThat(List.of(asked.statusCode(), sent.statusCode())).containsOnly(200);
        assertThat(json(asked).get("label").asString()).isEqualTo("red");
        assertThat(json(sent).get("probabilities")).isEqualTo(json(asked).get("probabilities"));
        assertThat(json(scene.classify(Scene.RED)).get("probabilities"))
                .isEqualTo(json(asked).get("probabilities"));
    }

    @Test
    void photoCalledText_isAnsweredAllTheSame() throws Exception {
        assertThat(json(get(url("/red-as-text"))).path("label").asString()).isEqualTo("red");
    }

    @Test
    void pageCalledPhoto_isNone_andItsPictureIsNamed() throws Exception {
        HttpResponse<String> answer = get(url("/page"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).get("detail").asString())
                .isEqualTo("the address gives a web page and no picture; the picture that it names (og:image) is "
                        + url("/a/b.jpg?c=1&d"));
    }

    @Test
    void pageThatNamesNoPicture_isNoPhoto() throws Exception {
        HttpResponse<String> answer = get(url("/bare-page"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).get("detail").asString()).contains("give the address of the picture itself");
    }

    @Test
    void textCalledPhoto_isNone() throws Exception {
        HttpResponse<String> answer = get(url("/text"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("not-a-photo");
    }

    @Test
    void explained_photoComesAsSmallPreviewWithoutMetadata() throws Exception {
        HttpResponse<String> answer = post("/v1/classify?explain=true", url("/large.jpg"));
        byte[] preview = preview(answer);
        assertThat(new String(preview, ISO_8859_1)).doesNotContain("SECRET", "adobe", "Exif");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(preview));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(512, 288);
        assertWithout(answer, largeWithMetadata());
    }

    @Test
    void explained_smallPhotoIsNotPassedOnEither() throws Exception {
        HttpResponse<String> answer = post("/v1/classify?explain=true", url("/red.png"));
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(preview(answer)));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(16, 16);
        assertWithout(answer, Scene.RED);
    }

    private static byte[] preview(HttpResponse<String> answer) {
        String uri = json(answer).at("/explanation/preview").asString();
        assertThat(uri).startsWith("data:image/jpeg;base64,/9j/");
        return Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    }

    private static void assertWithout(HttpResponse<String> answer, byte[] photo) {
        String beginning = Base64.getEncoder().encodeToString(photo).substring(0, 80);
        assertThat(answer.body()).doesNotContain(beginning);
    }

    @Test
    void unexplained_nothingOfThePhotoComesBack() throws Exception {
        assertThat(get(url("/large.jpg")).body()).doesNotContain("data:", "explanation");
    }

    @Test
    void absentPhoto_isBadGateway() throws Exception {
        HttpResponse<String> answer = get(url("/absent.png"));
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("url-unreachable", "status 404");
    }

    @Test
    void refusedConnection_isBadGateway() throws Exception {
        assertThat(get("http://" + PHOTOS + ":" + closedPort + "/").statusCode())
                .isEqualTo(502);
    }

    @Test
    void silentHost_isGatewayTimeout() throws Exception {
        HttpResponse<String> answer = get(url("/never"));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("url-timeout");
    }

    @Test
    void urlsOff_areRefused(@TempDir Path other) throws Exception {
        try (Scene closed = Scene.start(other, Map.of(Setting.URLS, "false"), UrlPhotoTest::resolve)) {
            HttpResponse<String> answer = closed.get("/v1/classify?url=" + URLEncoder.encode(url("/red.png"), UTF_8));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("url-refused", "this server fetches no web addresses");
        }
    }

    @ParameterizedTest
    @FieldSource("org.weatherinference.fetch.HostileUrls#ALL")
    void hostileUrl_isRefused_alikeByGetAndPost(String url) throws Exception {
        HttpResponse<String> asked = get(url);
        HttpResponse<String> sent = post(url);
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(400);
        assertThat(json(asked).get("type").asString()).isEqualTo("url-refused");
        assertThat(withoutInstance(sent)).isEqualTo(withoutInstance(asked));
    }

    /** A scanner of what is behind the server learns nothing. */
    @Test
    void refusal_isTheSameWhetherSomethingListensThereOrNot() throws Exception {
        int port;
        List<String> listening;
        try (ServerSocketChannel open = openPermittedPort().orElseThrow()) {
            port = open.socket().getLocalPort();
            listening = refusals(port);
            assertThat(open.accept()).as("a connection").isNull();
        }
        assertThat(refusals(port)).isEqualTo(listening);
        assertThat(listening).hasSize(8).allMatch(body -> body.equals(listening.getFirst()));
    }

    /** The first that nobody else on this machine listens at. */
    private static Optional<ServerSocketChannel> openPermittedPort() throws IOException {
        for (int port : PERMITTED_PORTS) {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false);
                return Optional.of(channel);
            } catch (IOException _) {
                channel.close();
            }
        }
        return Optional.empty();
    }

    private static List<String> refusals(int port) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (String host : List.of(
                "127.0.0.1",
                "127.0.0.2",
                "10.0.0.7",
                "169.254.169.254",
                "[::ffff:127.0.0.1]",
                "localhost",
                "loopback.example.com",
                "private.example.com")) {
            HttpResponse<String> answer = get("http://" + host + ":" + port + "/");
            assertThat(answer.statusCode()).as(host).isEqualTo(400);
            bodies.add(withoutInstance(answer));
        }
        return bodies;
    }

    private static String withoutInstance(HttpResponse<String> answer) {
        return answer.body().replaceFirst("\"instance\":\"[^\"]*\"", "");
    }

    @Test
    void tooManyFromOneAddress_areTurnedAway_andNotThoseOfOthers() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (String client : List.of("203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.2")) {
            HttpResponse<String> answer = scene.send(
                    HttpRequest.newBuilder(scene.uri("/v1/classify?url=" + URLEncoder.encode(url("/red.png"), UTF_8)))
                            .header("X-Forwarded-For", client));
            statuses.add(answer.statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429, 200);
    }

    @Test
    void fetching_tellsNothingOfWhoAsked() throws Exception {
        scene.send(HttpRequest.newBuilder(scene.uri("/v1/classify?url=" + URLEncoder.encode(url("/red.png"), UTF_8)))
                .header("Cookie", "session=" + SECRET)
                .header("X-Forwarded-For", "203.0.113.77"));
        assertThat(photos.heads())
                .noneMatch(head -> Stream.of("SECRET", "203.0.113", "Cookie").anyMatch(head::contains));
    }
}
