package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator sees and sets, and what stands between the server and its clients. */
class OperationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String FRIEND = "https://friend.example";

    @TempDir
    private Path folder;

    @Test
    void managementPort_aloneShowsMetricsAndHealth_andNothingElse() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.MANAGEMENT_PORT, "0"))) {
            URI management = URI.create(
                    "http://127.0.0.1:" + scene.server().managementPort().orElseThrow());
            for (String path : List.of("/metrics", "/health/live", "/health/ready")) {
                assertThat(status(management.resolve(path))).as(path).isEqualTo(200);
                assertThat(status(scene.uri(path))).as(path).isEqualTo(404);
            }
            for (String path : List.of("/v1/classify?url=x", "/v1/models", "/openapi.json", "/docs", "/")) {
                assertThat(status(management.resolve(path))).as(path).isEqualTo(404);
            }
            assertThat(scene.classify(Scene.RED).statusCode()).isEqualTo(200);
        }
    }

    /** Of answers that the contract does not know, since it speaks of one port and of paths behind the base. */
    private static int status(URI uri) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void metrics_countWhatWasAnsweredAndWhatWasNot() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            scene.classify(Scene.RED);
            scene.form(Form.empty().photo("1.png", Scene.RED).photo("2.png", Scene.BLUE));
            scene.classify("no photo".getBytes(UTF_8));
            scene.get("/no/such/path");
            await(scene, "weather_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1.0");
            assertThat(scene.get("/metrics").body().lines())
                    .contains(
                            "weather_requests_total{method=\"POST\",route=\"/v1/classify\",status=\"200\"} 2.0",
                            "weather_requests_total{method=\"POST\",route=\"/v1/classify\",status=\"422\"} 1.0",
                            "weather_request_seconds_count{route=\"/v1/classify\"} 3",
                            "weather_answers_total{label=\"red\",model=\"sun-rain:1\",verdict=\"red\"} 2.0",
                            "weather_answers_total{label=\"blue\",model=\"sun-rain:1\",verdict=\"blue\"} 1.0",
                            "weather_rejects_total{type=\"not-a-photo\"} 1.0",
                            "weather_rejects_total{type=\"not-found\"} 1.0",
                            "weather_decode_seconds_count 3",
                            "weather_classify_seconds_count 3",
                            "weather_line_taken 0.0",
                            "weather_line_waiting 0.0")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"} "));
        }
    }

    /** A request is counted when its answer is on its way, which may be after the client has it. */
    private static void await(Scene scene, String line) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end && !scene.get("/metrics").body().contains(line)) {
            Thread.sleep(20);
        }
    }

    @Test
    void everyAnswer_hasTheHeadersThatKeepBrowsersFromGuessing() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            List<HttpResponse<String>> answers = List.of(
                    scene.classify(Scene.RED),
                    scene.classify("no photo".getBytes(UTF_8)),
                    scene.get("/v1/classify"),
                    scene.get("/no/such/path"),
                    scene.post("/docs", "image/png", Scene.RED),
                    scene.get("/v1/models"),
                    scene.get("/openapi.json"),
                    scene.get("/docs"),
                    scene.get("/docs/docs.js"),
                    scene.get("/health/live"),
                    scene.get("/metrics"));
            assertThat(answers.stream().map(HttpResponse::statusCode).distinct())
                    .containsExactly(200, 422, 400, 404, 405);
            for (HttpResponse<String> answer : answers) {
                assertThat(header(answer, "X-Content-Type-Options"))
                        .as(answer.uri().toString())
                        .isEqualTo("nosniff");
                assertThat(header(answer, "Content-Security-Policy"))
                        .as(answer.uri().toString())
                        .startsWith("default-src 'none';")
                        .contains("frame-ancestors 'none'");
                assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
                assertThat(header(answer, "Cache-Control")).isNotEmpty();
                assertThat(header(answer, "Server") + header(answer, "X-Powered-By"))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /docs HTTP/1.1\nno header\n\n",
                "GET /docs HTTP/1.1\n\n",
                "GET /%zz HTTP/1.1\nHost: test\n\n",
                "GET /a/..%2fb HTTP/1.1\nHost: test\nConnection: close\n\n",
                "NONSENSE\n\n"
            })
    void requestThatIsNone_getsAProblemWithThoseHeadersToo(String head) throws Exception {
        try (Scene scene = Scene.start(folder)) {
            String answer = scene.raw(head, new byte[0]);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "X-Content-Type-Options: nosniff", "\"bad-request\"")
                    .doesNotContain("Jetty", "<html", "Exception");
        }
    }

    @Test
    void logLine_isJsonThatTellsNothingOfThePhoto() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            Form form = Form.empty().photo("SECRET.png", Scene.RED);
            HttpResponse<String> answer = scene.send(HttpRequest.newBuilder(scene.uri("/v1/classify?model=sun-rain"))
                    .header("Content-Type", form.contentType())
                    .header("Cookie", "SECRET")
                    .header("User-Agent", "SECRET")
                    .POST(BodyPublishers.ofByteArray(form.body())));
            scene.get("/v1/classify?url=" + URLEncoder.encode("http://127.0.0.1/SECRET?SECRET", UTF_8));
            scene.get("/SECRET?SECRET");
            List<String> lines = awaitLog(scene, 3);
            assertThat(lines).noneMatch(line -> line.contains("SECRET") || line.contains("?"));
            JsonNode line = JSON.readTree(lines.getFirst());
            assertThat(line.propertyNames())
                    .containsExactly(
                            "time", "id", "client", "method", "route", "status", "millis", "bytes", "model", "photos");
            assertThat(line.get("id").asString()).isEqualTo(header(answer, "X-Request-Id"));
            assertThat(line.get("client").asString()).isEqualTo("127.0.0.1");
            assertThat(line.get("route").asString()).isEqualTo("/v1/classify");
            assertThat(line.get("status").asInt()).isEqualTo(200);
            assertThat(line.get("bytes").asInt()).isEqualTo(form.body().length);
            assertThat(line.get("model").asString()).isEqualTo("sun-rain:1");
            assertThat(JSON.readTree(lines.get(1)).get("problem").asString()).isEqualTo("url-refused");
        }
    }

    private static List<String> awaitLog(Scene scene, int count) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (scene.log().size() < count && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(scene.log()).hasSize(count);
        return scene.log();
    }

    @Test
    void log_canBeOff() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.LOG, "false"))) {
            scene.classify(Scene.RED);
            await(scene, "weather_requests_total{method=\"POST\"");
            assertThat(scene.log()).isEmpty();
        }
    }

    @Test
    void otherOrigins_areNotLetInByDefault() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            assertThat(header(from(FRIEND, scene), "Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(header(preflight(FRIEND, scene), "Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void listedOrigin_isLetInAndNoOther() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.CORS, FRIEND + ",http://localhost:3000"))) {
            HttpResponse<String> answer = from(FRIEND, scene);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(FRIEND);
            assertThat(header(answer, "Vary")).contains("Origin", "Accept-Encoding");
            assertThat(header(answer, "Access-Control-Expose-Headers")).contains("X-Request-Id", "Retry-After");
            assertThat(header(answer, "Access-Control-Allow-Credentials")).isEmpty();
            assertThat(header(from("http://localhost:3000", scene), "Access-Control-Allow-Origin"))
                    .isEqualTo("http://localhost:3000");
            for (String other : List.of("https://foe.example", "http://friend.example", FRIEND + ".foe.example")) {
                assertThat(header(from(other, scene), "Access-Control-Allow-Origin"))
                        .as(other)
                        .isEmpty();
            }
        }
    }

    @Test
    void preflight_ofAListedOriginAllowsPhotosToBeSent() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.CORS, FRIEND))) {
            HttpResponse<String> answer = preflight(FRIEND, scene);
            assertThat(answer.statusCode()).isBetween(200, 204);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(FRIEND);
            assertThat(header(answer, "Access-Control-Allow-Methods")).contains("POST");
            assertThat(header(answer, "Access-Control-Allow-Headers")).containsIgnoringCase("content-type");
            assertThat(header(preflight("https://foe.example", scene), "Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void anyOrigin_canBeLetIn() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.CORS, "*"))) {
            assertThat(header(from("https://foe.example", scene), "Access-Control-Allow-Origin"))
                    .isEqualTo("*");
        }
    }

    private static HttpResponse<String> from(String origin, Scene scene) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(scene.uri("/v1/classify"))
                        .header("Origin", origin)
                        .header("Content-Type", "image/png")
                        .POST(BodyPublishers.ofByteArray(Scene.RED))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> preflight(String origin, Scene scene) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(scene.uri("/v1/classify"))
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "content-type")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return String.join(", ", answer.headers().allValues(name));
    }

    @Test
    void longText_comesPackedToWhoeverCanUnpack() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            HttpResponse<byte[]> packed = CLIENT.send(
                    HttpRequest.newBuilder(scene.uri("/openapi.json"))
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    BodyHandlers.ofByteArray());
            HttpResponse<String> plain = scene.get("/openapi.json");
            assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
            assertThat(header(packed, "Vary")).contains("Accept-Encoding");
            assertThat(header(plain, "Content-Encoding")).isEmpty();
            assertThat(header(plain, "Vary")).contains("Accept-Encoding");
            assertThat(packed.body().length).isLessThan(plain.body().length() / 4);
            try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
                assertThat(new String(unpacked.readAllBytes(), UTF_8)).isEqualTo(plain.body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/weather", "/weather/", "/tools/weather"})
    void basePath_standsBeforeAllPaths(String path) throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.BASE_PATH, path))) {
            String base = path.replaceFirst("/$", "");
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(scene.uri(base + "/v1/classify"))
                            .POST(BodyPublishers.ofByteArray(Scene.RED))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.body()).contains("\"label\":\"red\"");
            assertThat(body(scene, base + "/openapi.json")).contains("\"url\": \"" + base + "\"");
            assertThat(body(scene, base + "/docs")).contains("\"" + base + "/docs/docs.js\"");
            assertThat(body(scene, base + "/health/ready")).contains("ready");
            assertThat(status(scene.uri("/v1/models"))).isEqualTo(404);
            assertThat(status(scene.uri("/health/ready"))).isEqualTo(404);
        }
    }

    private static String body(Scene scene, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                CLIENT.send(HttpRequest.newBuilder(scene.uri(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    @Test
    void forwardedAddress_isNotBelievedByDefault() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.RATE, "1"))) {
            assertThat(statuses(scene, "203.0.113.1", "203.0.113.1")).containsExactly(200, 200);
            assertThat(clients(scene, 2)).containsOnly("127.0.0.1");
        }
    }

    @Test
    void forwardedAddress_isNotBelievedOfAProxyThatIsNotTrusted() throws Exception {
        Map<Setting, String> settings = Map.of(Setting.RATE, "1", Setting.TRUSTED_PROXIES, "127.0.0.2,10.0.0.0/8");
        try (Scene scene = Scene.start(folder, settings)) {
            assertThat(statuses(scene, "203.0.113.1", "203.0.113.1")).containsExactly(200, 200);
            assertThat(clients(scene, 2)).containsOnly("127.0.0.1");
        }
    }

    @Test
    void clientsBehindATrustedProxy_areCountedEachForItself() throws Exception {
        Map<Setting, String> settings = Map.of(Setting.RATE, "2", Setting.TRUSTED_PROXIES, "127.0.0.1,10.0.0.0/8");
        try (Scene scene = Scene.start(folder, settings)) {
            // What stands further ahead is a client's own word; 10.0.0.9 is a proxy in between.
            assertThat(statuses(
                            scene,
                            "203.0.113.1",
                            "198.51.100.1, 203.0.113.1",
                            "198.51.100.2, 203.0.113.1, 10.0.0.9",
                            "203.0.113.2",
                            "2001:db8::1",
                            "2001:db8::2",
                            "2001:db8::3"))
                    .containsExactly(200, 200, 429, 200, 200, 200, 429);
            assertThat(clients(scene, 7)).startsWith("203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.2");
        }
    }

    private static List<Integer> statuses(Scene scene, String... forwarded) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (String addresses : forwarded) {
            statuses.add(scene.send(HttpRequest.newBuilder(scene.uri("/v1/classify"))
                            .header("X-Forwarded-For", addresses)
                            .header("Content-Type", "image/png")
                            .POST(BodyPublishers.ofByteArray(Scene.RED)))
                    .statusCode());
        }
        return statuses;
    }

    private static List<String> clients(Scene scene, int count) throws InterruptedException {
        return awaitLog(scene, count).stream()
                .map(line -> JSON.readTree(line).get("client").asString())
                .toList();
    }
}
