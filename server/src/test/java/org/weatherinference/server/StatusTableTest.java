package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to be refused has its status, its type, and a detail that names the thing, the value found and the rule. */
@Timeout(60)
class StatusTableTest {
    private static final int PHOTO_BYTES = 4_000;
    private static final int REQUEST_BYTES = 9_000;
    private static final int PIXELS = 10_000;
    private static final byte[] LARGE = new byte[PHOTO_BYTES + 1];

    @TempDir
    private static Path folder;

    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.start(
                folder,
                Map.of(
                        Setting.PHOTO_BYTES,
                        "" + PHOTO_BYTES,
                        Setting.REQUEST_BYTES,
                        "" + REQUEST_BYTES,
                        Setting.PHOTO_PIXELS,
                        "" + PIXELS,
                        Setting.PHOTO_SCANS,
                        "3",
                        Setting.PHOTOS,
                        "3",
                        Setting.UPLOAD_TIME,
                        "1"));
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static Refusal refusal(byte[] photo) throws Exception {
        return Refusal.of(scene.classify(photo));
    }

    private static Refusal refusedQuery(String query) throws Exception {
        return Refusal.of(scene.post("/v1/classify?" + query, "image/png", Scene.RED));
    }

    private static Refusal refusedJson(String json) throws Exception {
        return Refusal.of(scene.post("/v1/classify", "application/json", json.getBytes(UTF_8)));
    }

    @Test
    void text_isNoPicture() throws Exception {
        refusal("just words".getBytes(UTF_8))
                .says(422, "not-a-photo", "not a picture", "JPEG, PNG, WebP, GIF and BMP are read");
    }

    @Test
    void emptyBody_isNoPicture() throws Exception {
        refusal(new byte[0]).says(422, "not-a-photo", "the file is empty");
    }

    @Test
    void truncatedPng_isNoPhoto() throws Exception {
        refusal(BrokenFiles.half(Scene.RED)).says(422, "not-a-photo", "PNG");
    }

    @Test
    void truncatedJpeg_isNoPhoto() throws Exception {
        refusal(BrokenFiles.half(BrokenFiles.jpeg(64, 64))).says(422, "not-a-photo", "JPEG");
    }

    @Test
    void corruptPng_isNoPhoto() throws Exception {
        refusal(BrokenFiles.flipped(Scene.RED, "IDAT", 6)).says(422, "not-a-photo", "PNG");
    }

    @Test
    void corruptJpeg_isNoPhoto() throws Exception {
        byte[] jpeg = BrokenFiles.jpeg(64, 64);
        refusal(BrokenFiles.flipped(jpeg, "\u00ff\u00c4", 5)).says(422, "not-a-photo", "JPEG");
    }

    @ParameterizedTest
    @CsvSource({
        "HEIC, ....ftypheic....",
        "AVIF, ....ftypavif....",
        "TIFF, II*\0\b\0\0\0....",
        "SVG, '<svg xmlns=\"http://www.w3.org/2000/svg\"/>'"
    })
    void otherFormat_isNamed(String name, String start) throws Exception {
        refusal(BrokenFiles.latin(start))
                .says(415, "unsupported-format", name, "is not read", "JPEG, PNG, WebP, GIF and BMP are read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "video/mp4"})
    void otherContentType_isNamed(String type) throws Exception {
        Refusal.of(scene.post("/v1/classify", type, Scene.RED))
                .says(
                        415,
                        "unsupported-body",
                        "Content-Type \"" + type + "\" is not read",
                        "image/*",
                        "multipart/form-data",
                        "application/json");
    }

    @Test
    void photoOfTooManyBytes_isTooLarge() throws Exception {
        Refusal refusal = refusal(LARGE);
        refusal.says(413, "photo-too-large", "the photo has 4,001 bytes", "limit is 4,000 bytes", "send a smaller one");
        refusal.withLimit(PHOTO_BYTES);
    }

    @Test
    void photoOfUnsaidLength_isTooLarge() throws Exception {
        HttpResponse<String> answer = scene.send(HttpRequest.newBuilder(scene.uri("/v1/classify"))
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(LARGE))));
        Refusal.of(answer)
                .says(413, "photo-too-large", "the photo has more", "limit is 4,000 bytes")
                .withLimit(PHOTO_BYTES);
    }

    @Test
    void onlyPhotoOfForm_isTooLarge() throws Exception {
        Refusal.of(scene.form(Form.empty().photo("large.png", LARGE)))
                .says(413, "photo-too-large", "more than the limit of 4,000 bytes", "send a smaller one")
                .withLimit(PHOTO_BYTES);
    }

    @Test
    void onePhotoOfSeveral_isTooLargeAlone() throws Exception {
        HttpResponse<String> answer =
                scene.form(Form.empty().photo("large.png", LARGE).photo("red.png", Scene.RED));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .containsSubsequence("photo-too-large", "\"limit\":4000", "large.png", "\"label\":\"red\"", "red.png");
    }

    @Test
    void requestOfTooManyBytes_isTooLarge() throws Exception {
        Form form = Form.empty()
                .photo("1", new byte[PHOTO_BYTES])
                .photo("2", new byte[PHOTO_BYTES])
                .photo("3", LARGE);
        Refusal.of(scene.form(form))
                .says(413, "request-too-large", "the request has", "the limit is 9,000 bytes")
                .withLimit(REQUEST_BYTES);
    }

    @Test
    void requestOfUnsaidLength_isTooLarge() throws Exception {
        Form form = Form.empty()
                .photo("1", new byte[PHOTO_BYTES])
                .photo("2", new byte[PHOTO_BYTES])
                .photo("3", LARGE);
        HttpResponse<String> answer = scene.send(HttpRequest.newBuilder(scene.uri("/v1/classify"))
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form.body()))));
        Refusal.of(answer)
                .says(413, "request-too-large", "the request has more", "9,000 bytes")
                .withLimit(REQUEST_BYTES);
    }

    @Test
    void tooManyPhotos_areTooLarge() throws Exception {
        Form form = Form.empty();
        for (int i = 0; i < 4; i++) {
            form.photo(i + ".png", Scene.RED);
        }
        Refusal.of(scene.form(form))
                .says(413, "request-too-large", "more parts than the limit of 3 photos", "in several requests")
                .withLimit(3);
    }

    @Test
    void asManyPhotosAsMayBe_areAnswered() throws Exception {
        Form form = Form.empty().photo("1", Scene.RED).photo("2", Scene.RED).photo("3", Scene.RED);
        assertThat(scene.form(form).statusCode()).isEqualTo(200);
    }

    @Test
    void formCutAfterAsManyPhotosAsMayBe_isMalformed() throws Exception {
        Form form = Form.empty().photo("1", Scene.RED).photo("2", Scene.RED).photo("3", Scene.RED);
        byte[] cut = java.util.Arrays.copyOf(form.body(), form.body().length - 6);
        Refusal.of(scene.post("/v1/classify", form.contentType(), cut))
                .says(400, "bad-request", "it ends before its closing boundary");
    }

    @Test
    void tooManyPixels_areTooLarge() throws Exception {
        refusal(BrokenFiles.blackPng(101, 100))
                .says(413, "photo-too-large", "101 x 100 is 10100 pixels", "the limit is 10000")
                .withLimit(PIXELS);
    }

    @Test
    void tooManyScans_areTooLarge() throws Exception {
        refusal(BrokenFiles.progressiveJpeg())
                .says(413, "photo-too-large", "scans, the limit is 3")
                .withLimit(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"https://example.org\"",
                "{}",
                "{\"url\":7}",
                "{\"link\":\"https://example.org\"}",
                "{\"url\":\"https://example.org\",\"model\":\"sun-rain\"}",
                "{\"url\":\"x\",\"url\":\"x\"}",
                "{\"url\":[[[[[]]]]]}",
                "{\"url\":\"x\"} {}"
            })
    void otherJson_isMalformed(String json) throws Exception {
        refusedJson(json).says(400, "bad-request", "the body is not understood");
    }

    @Test
    void longJson_isTooLarge() throws Exception {
        refusedJson("{\"url\":\"" + "x".repeat(20_000) + "\"}")
                .says(413, "request-too-large", "the JSON body has 20,010 bytes", "the limit is 16,384 bytes")
                .withLimit(16_384);
    }

    @Test
    void unknownParameter_isNamedWithTheNearest() throws Exception {
        refusedQuery("modle=sun-rain").says(400, "bad-request", "no parameter \"modle\"", "did you mean model?");
    }

    @Test
    void parameterGivenTwice_isMalformed() throws Exception {
        refusedQuery("model=a&model=b").says(400, "bad-request", "parameter \"model\" is given twice");
    }

    @Test
    void otherTruth_isMalformed() throws Exception {
        refusedQuery("explain=maybe").says(400, "bad-request", "explain is \"maybe\"", "must be true or false");
    }

    @Test
    void otherPart_isNamed() throws Exception {
        Refusal.of(scene.form(Form.empty().part("file", "red.png", Scene.RED)))
                .says(400, "bad-request", "it has a part \"file\"", "must be in parts \"photo\"");
    }

    @Test
    void formWithoutBoundary_isMalformed() throws Exception {
        Refusal.of(scene.post(
                        "/v1/classify",
                        "multipart/form-data",
                        Form.empty().photo("a", Scene.RED).body()))
                .says(400, "bad-request", "Content-Type names no boundary");
    }

    @Test
    void emptyForm_isMalformed() throws Exception {
        Refusal.of(scene.form(Form.empty())).says(400, "bad-request", "no part \"photo\"");
    }

    @Test
    void getWithoutUrl_isMalformed() throws Exception {
        Refusal.of(scene.get("/v1/classify")).says(400, "bad-request", "no parameter \"url\"", "use POST");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /v1/classify", "DELETE, /v1/models", "POST, /openapi.json"})
    void otherMethod_isToldWhichAreAllowed(String method, String path) throws Exception {
        HttpResponse<String> answer =
                scene.send(HttpRequest.newBuilder(scene.uri(path)).method(method, BodyPublishers.noBody()));
        Refusal.of(answer).says(405, "method-not-allowed", method + " is not allowed for " + path, "only ");
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    @Test
    void silentBody_isTooSlow(@TempDir Path own) throws Exception {
        try (Scene impatient = Scene.start(own, Map.of(Setting.IDLE_TIME, "1"));
                Socket socket = impatient.connect()) {
            socket.getOutputStream().write(slowHead(100).getBytes(UTF_8));
            Refusal.of(Scene.readToEnd(socket)).says(408, "too-slow", "0 bytes came in time", "without long silence");
        }
    }

    @Test
    void drippingBody_isTooSlow() throws Exception {
        try (Socket socket = scene.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(slowHead(1000).getBytes(UTF_8));
            drip(socket, out);
            Refusal.of(Scene.readToEnd(socket)).says(408, "too-slow", "bytes came in time", "1 s in all");
        }
    }

    private static String slowHead(int length) {
        return "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    /** A byte at a time, until there is an answer. */
    private static void drip(Socket socket, OutputStream out) throws IOException, InterruptedException {
        while (socket.getInputStream().available() == 0) {
            out.write(0);
            Thread.sleep(100);
        }
    }

    @Test
    void unknownPath_isNotFound() throws Exception {
        Refusal.of(scene.get("/v1/clasify")).says(404, "not-found", "there is no /v1/clasify", "/docs");
    }

    @Test
    void unknownModel_isNotFound_andTheNearestNamed() throws Exception {
        refusedQuery("model=sun-rian:1")
                .says(404, "no-such-model", "\"sun-rian:1\" is not served", "did you mean sun-rain:1?");
        Refusal.of(scene.get("/v1/models/fog"))
                .says(404, "no-such-model", "\"fog\" is not served", "there is sun-rain:1");
    }

    @Test
    void fullLine_isBusy(@TempDir Path own) throws Exception {
        try (Scene narrow = Scene.start(own, Map.of(Setting.LINE, "0", Setting.THREADS, "1"))) {
            HttpResponse<String> busy = untilBusy(narrow);
            Refusal.of(busy)
                    .says(503, "busy", "0 requests are waiting already, which is as many as may", "try again later");
            assertThat(Integer.parseInt(busy.headers().firstValue("Retry-After").orElseThrow()))
                    .isPositive();
        }
    }

    /** Large photos from several sides at once, until one is turned away. */
    private static HttpResponse<String> untilBusy(Scene narrow) {
        byte[] large = BrokenFiles.blackPng(5000, 4000);
        while (true) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> classify(narrow, large)));
            }
            var busy = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.statusCode() != 200)
                    .findFirst();
            if (busy.isPresent()) {
                return busy.get();
            }
        }
    }

    private static HttpResponse<String> classify(Scene narrow, byte[] photo) {
        try {
            return narrow.classify(photo);
        } catch (IOException | InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
    }

    @Test
    void tooManyRequests_areTurnedAway_untilLater(@TempDir Path own) throws Exception {
        try (Scene strict = Scene.start(own, Map.of(Setting.RATE, "2", Setting.TRUSTED_PROXIES, "127.0.0.1"))) {
            assertThat(from(strict, "192.0.2.1").statusCode()).isEqualTo(200);
            assertThat(from(strict, "192.0.2.1").statusCode()).isEqualTo(200);
            HttpResponse<String> third = from(strict, "192.0.2.1");
            Refusal.of(third)
                    .says(429, "too-many-requests", "more than 2 requests a minute came from your address", "wait");
            assertThat(Integer.parseInt(
                            third.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 60);
            assertThat(from(strict, "192.0.2.2").statusCode())
                    .as("another address")
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> from(Scene strict, String address) throws Exception {
        return strict.send(HttpRequest.newBuilder(strict.uri("/v1/classify"))
                .header("Content-Type", "image/png")
                .header("X-Forwarded-For", address)
                .POST(BodyPublishers.ofByteArray(Scene.RED)));
    }
}
