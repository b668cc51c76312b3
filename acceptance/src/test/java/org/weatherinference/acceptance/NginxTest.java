package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;

/** The server behind a real nginx that is set up as {@code docs/nginx.conf} says. */
class NginxTest {
    /** Another address of this machine than that by which nginx asks. */
    private static final String CLIENT = "127.0.0.2";

    private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();

    @TempDir
    private static Path folder;

    private static WeatherServer server;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws Exception {
        Map<Setting, String> settings = Map.of(
                Setting.PORT, "0",
                Setting.BASE_PATH, "/weather",
                Setting.TRUSTED_PROXIES, "127.0.0.1");
        server = WeatherServer.start(
                ServerSettings.of(settings, Map.of(), null),
                Checkout.shipped(folder.resolve("home")),
                new PrintStream(LOG, true, UTF_8),
                System.err);
        nginx = Nginx.start(Files.createDirectories(folder.resolve("nginx")), "nginx.conf", server.port());
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        server.close();
    }

    @Test
    void photo_isAnswered_andItsSenderIsKnown() throws Exception {
        byte[] photo = Files.readAllBytes(Checkout.root().resolve("samples/rain.jpg"));
        String answer = post(photo, photo.length, "X-Forwarded-For: 203.0.113.9\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"label\":\"raining\"");
        assertThat(awaitLog("\"bytes\":" + photo.length + ","))
                .contains("\"client\":\"" + CLIENT + "\"")
                .doesNotContain("203.0.113.9");
    }

    @Test
    void largePhoto_streamsThrough() throws Exception {
        byte[] photo = noise(2300, 2200);
        assertThat(photo).hasSizeGreaterThan(15_000_000);
        assertThat(post(photo, photo.length, "")).startsWith("HTTP/1.1 200 ").contains("\"label\"");
        assertThat(awaitLog("\"bytes\":" + photo.length + ",")).contains("\"status\":200");
        assertThat(folder.resolve("nginx/client_body")).isEmptyDirectory();
    }

    /** Were it kept until it is whole, there would be no answer yet. */
    @Test
    void photoThatIsTooLarge_isRefusedByTheServerWhileItIsOnItsWay() throws Exception {
        assertThat(post(new byte[10], 30_000_000, ""))
                .startsWith("HTTP/1.1 413 ")
                .contains("application/problem+json", "photo-too-large");
    }

    @Test
    void documentation_isThereBehindTheBasePath_andMetricsAreNot() throws Exception {
        assertThat(get("/weather/docs")).startsWith("HTTP/1.1 200 ").contains("/weather/docs/docs.js");
        assertThat(get("/weather/openapi.json")).contains("\"/weather\"");
        assertThat(List.of(get("/weather/metrics"), get("/weather/health/ready"), get("/docs")))
                .allMatch(answer -> answer.startsWith("HTTP/1.1 404 "));
    }

    private static String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: weather.example\r\nConnection: close\r\n\r\n", new byte[0]);
    }

    private static String post(byte[] body, int declared, String headers) throws IOException {
        String head = "POST /weather/v1/classify HTTP/1.1\r\nHost: weather.example\r\nConnection: close\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Length: " + declared + "\r\n" + headers + "\r\n";
        return ask(head, body);
    }

    private static String ask(String head, byte[] body) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), nginx.port(), InetAddress.ofLiteral(CLIENT), 0)) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(UTF_8));
            out.write(body);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** The line of the request log that says so. */
    private static String awaitLog(String part) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!LOG.toString(UTF_8).contains(part) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        return LOG.toString(UTF_8)
                .lines()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** A PNG that cannot be packed. */
    private static byte[] noise(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(1).nextBytes(rgb);
        return PhotoEncoder.png(Photo.of(width, height, rgb));
    }
}
