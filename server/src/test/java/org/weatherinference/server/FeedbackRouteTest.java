package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.RedOrBlue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FeedbackRouteTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static String manager;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.start(folder);
        manager = Operator.of(folder).key();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static String answered(byte[] photo) throws Exception {
        return JSON.readTree(scene.classify(photo).body()).path("id").asString();
    }

    private static HttpResponse<String> say(String id, String label) throws Exception {
        return scene.post("/v1/feedback", "application/json", JSON.writeValueAsBytes(Map.of("id", id, "label", label)));
    }

    private static HttpResponse<String> sayWithPhoto(String id, String label, byte[] photo) throws Exception {
        Form form = Form.empty()
                .field("id", id.getBytes(UTF_8))
                .field("label", label.getBytes(UTF_8))
                .photo("holiday-in-rome.png", photo);
        return scene.post("/v1/feedback", form.contentType(), form.body());
    }

    private static JsonNode manage(String method, String path) throws Exception {
        HttpResponse<String> answer = scene.call(method, path, manager, "");
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private static JsonNode kept(HttpResponse<String> said) throws Exception {
        assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
        return manage(
                "GET", "/v1/feedback/" + JSON.readTree(said.body()).path("id").asString());
    }

    @Test
    void label_isKeptWithWhatWasAnswered() throws Exception {
        JsonNode kept = kept(say(answered(Scene.RED), "blue"));
        assertThat(kept.path("bundle").asString()).isEqualTo("sun-rain:1");
        assertThat(kept.path("answered").asString()).isEqualTo("red");
        assertThat(kept.path("given").asString()).isEqualTo("blue");
        assertThat(kept.path("confidence").asDouble()).isBetween(0.5, 1.0);
        assertThat(kept.has("photo")).isFalse();
    }

    @Test
    void anotherReplica_takesTheAnswersId() throws Exception {
        String id = answered(Scene.RED);
        try (Scene other = Scene.start(folder)) {
            HttpResponse<String> said = other.post(
                    "/v1/feedback", "application/json", JSON.writeValueAsBytes(Map.of("id", id, "label", "blue")));
            assertThat(said.statusCode()).isEqualTo(201);
        }
    }

    @Test
    void secondRemarkOnAnAnswer_isInConflict() throws Exception {
        String id = answered(Scene.RED);
        say(id, "blue");
        Refusal.of(say(id, "red")).says(409, "conflict", "about that answer already", "take it back");
    }

    @Test
    void answersOfOneForm_haveIdsOfTheirOwn() throws Exception {
        HttpResponse<String> answers =
                scene.form(Form.empty().photo("a", Scene.RED).photo("b", Scene.BLUE));
        JsonNode both = JSON.readTree(answers.body()).path("answers");
        assertThat(kept(say(both.path(0).path("id").asString(), "blue"))
                        .path("answered")
                        .asString())
                .isEqualTo("red");
        assertThat(kept(say(both.path(1).path("id").asString(), "red"))
                        .path("answered")
                        .asString())
                .isEqualTo("blue");
    }

    @Test
    void idThatIsMadeUp_isRefused() throws Exception {
        Refusal.of(say("76535139-866d-4b1e-a7f1-9492c1ebfdbd", "blue"))
                .says(400, "bad-request", "the id is none that came with an answer");
    }

    @Test
    void labelThatNoBundleHas_isRefused_withTheNearest() throws Exception {
        Refusal.of(say(answered(Scene.RED), "bleu"))
                .says(400, "bad-request", "the label is \"bleu\"", "blue, red", "did you mean blue?");
    }

    @Test
    void photoWithConsent_isMadeAnew_andNothingElseOfItIsKept() throws Exception {
        byte[] photo = BrokenFiles.jpegWithComment(40, 30, "taken at 41.9028 N, 12.4964 E by Ada");
        HttpResponse<String> said = sayWithPhoto(answered(photo), "blue", photo);
        JsonNode kept = kept(said);
        assertThat(kept.path("photo").asString()).hasSize(64);
        assertThat(JSON.readTree(said.body()).path("expires").asString()).startsWith("20");
        HttpResponse<byte[]> shown = photoOf(kept);
        assertThat(new String(shown.body(), ISO_8859_1))
                .startsWith("\u00ff\u00d8")
                .doesNotContain("41.9028", "Ada");
        assertThat(filesWith("41.9028")).isEmpty();
        assertThat(filesWith("holiday-in-rome")).isEmpty();
    }

    private static HttpResponse<byte[]> photoOf(JsonNode kept) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        scene.uri("/v1/feedback/" + kept.path("id").asString() + "/photo"))
                .header("Authorization", "Bearer " + manager)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Every file of the server that has these words in it, whatever it is. */
    private static List<Path> filesWith(String words) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, words))
                    .toList();
        }
    }

    private static boolean contains(Path file, String words) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).contains(words);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    @Test
    void visitorsToken_takesBack_andThatOfAnother_doesNot() throws Exception {
        JsonNode receipt = JSON.readTree(
                sayWithPhoto(answered(Scene.RED), "blue", Scene.RED).body());
        String path = "/v1/feedback/" + receipt.path("id").asString();
        Refusal.of(takeBack(path, "Token " + "0".repeat(64))).says(404, "not-found", "and of that token");
        String other = JSON.readTree(say(answered(Scene.RED), "blue").body())
                .path("token")
                .asString();
        Refusal.of(takeBack(path, "Token " + other)).says(404, "not-found", "and of that token");
        Refusal.of(takeBack(path, "")).says(401, "no-key", "the right manage");
        assertThat(takeBack(path, "Token " + receipt.path("token").asString()).statusCode())
                .isEqualTo(200);
        Refusal.of(scene.call("GET", path, manager, "")).says(404, "not-found", "there is no feedback of id");
    }

    private static HttpResponse<String> takeBack(String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(scene.uri(path)).method("DELETE", BodyPublishers.noBody());
        return scene.send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    @Test
    void operator_givesItAnotherLabel() throws Exception {
        String path = "/v1/feedback/"
                + kept(say(answered(Scene.RED), "blue")).path("id").asString();
        assertThat(scene.call("PATCH", path, manager, "{\"label\":\"red\"}").body())
                .contains("\"given\":\"red\"");
        assertThat(manage("GET", path).path("given").asString()).isEqualTo("red");
        Refusal.of(scene.call("PATCH", path, manager, "{\"label\":\"green\"}"))
                .says(400, "bad-request", "the label is \"green\"");
    }

    @Test
    void operator_listsFiltersAndCounts() throws Exception {
        try (Scene fresh = Scene.start(Files.createDirectories(folder.resolve("apart")))) {
            String key = Operator.of(folder.resolve("apart")).key();
            for (int i = 0; i < 3; i++) {
                String id = JSON.readTree(fresh.classify(Scene.RED).body())
                        .path("id")
                        .asString();
                fresh.post(
                        "/v1/feedback",
                        "application/json",
                        JSON.writeValueAsBytes(Map.of("id", id, "label", i == 0 ? "red" : "blue")));
            }
            JsonNode page = JSON.readTree(fresh.call("GET", "/v1/feedback?label=blue&limit=1", key, "")
                    .body());
            assertThat(page.path("feedback").size()).isEqualTo(1);
            JsonNode rest = JSON.readTree(fresh.call(
                            "GET",
                            "/v1/feedback?label=blue&after=" + page.path("next").asString(),
                            key,
                            "")
                    .body());
            assertThat(rest.path("feedback").size()).isEqualTo(1);
            assertThat(rest.has("next")).isFalse();
            assertThat(fresh.call("GET", "/v1/feedback/stats", key, "").body())
                    .isEqualTo(
                            "{\"tallies\":[{\"bundle\":\"sun-rain:1\",\"answered\":\"red\",\"given\":\"blue\",\"count\":2},"
                                    + "{\"bundle\":\"sun-rain:1\",\"answered\":\"red\",\"given\":\"red\",\"count\":1}]}");
            assertThat(fresh.get("/metrics").body())
                    .contains("weather_feedback_total{answered=\"red\",given=\"blue\",model=\"sun-rain:1\"} 2.0");
        }
    }

    @Test
    void pageOfOddLength_isRefused() throws Exception {
        Refusal.of(scene.call("GET", "/v1/feedback?limit=0", manager, ""))
                .says(400, "bad-request", "must be 1 to 1000");
        Refusal.of(scene.call("GET", "/v1/feedback?limit=all", manager, ""))
                .says(400, "bad-request", "limit is \"all\"");
        Refusal.of(scene.call("GET", "/v1/feedback?after=x", manager, ""))
                .says(400, "bad-request", "place in the list");
    }

    @Test
    void formWithoutPhotoOrLabel_isMalformed() throws Exception {
        Form noLabel = Form.empty().field("id", "x".getBytes(UTF_8)).photo("a", Scene.RED);
        Refusal.of(scene.post("/v1/feedback", noLabel.contentType(), noLabel.body()))
                .says(400, "bad-request", "no part \"label\"");
        Form noPhoto = Form.empty().field("id", "x".getBytes(UTF_8)).field("label", "x".getBytes(UTF_8));
        Refusal.of(scene.post("/v1/feedback", noPhoto.contentType(), noPhoto.body()))
                .says(400, "bad-request", "no part \"photo\"");
    }

    @Test
    void brokenPhoto_keepsNothing() throws Exception {
        String id = answered(Scene.RED);
        Refusal.of(sayWithPhoto(id, "blue", BrokenFiles.half(Scene.RED))).says(422, "not-a-photo", "PNG");
        assertThat(say(id, "blue").statusCode()).isEqualTo(201);
    }

    @Test
    void serverThatTakesNone_saysSo() throws Exception {
        Path own = Files.createDirectories(folder.resolve("none"));
        try (Scene silent = Scene.start(own, Map.of(Setting.FEEDBACK, "false"))) {
            Refusal.of(silent.post("/v1/feedback", "application/json", "{}".getBytes(UTF_8)))
                    .says(404, "not-found", "takes no feedback");
            assertThat(own.resolve("state.db")).doesNotExist();
            HttpResponse<String> answer = silent.classify(Scene.RED);
            assertThat(JSON.readTree(answer.body()).path("id").asString())
                    .as("nobody can send it back, so nothing is signed")
                    .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        }
        try (Scene labels = Scene.start(own, Map.of(Setting.KEEP_PHOTOS, "0"))) {
            Form form = Form.empty()
                    .field("id", "x".getBytes(UTF_8))
                    .field("label", "blue".getBytes(UTF_8))
                    .photo("a", RedOrBlue.png(255, 0, 0));
            Refusal.of(labels.post("/v1/feedback", form.contentType(), form.body()))
                    .says(400, "bad-request", "keeps no photos");
        }
    }
}
