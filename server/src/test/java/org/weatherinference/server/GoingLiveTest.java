package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.RedOrBlue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which versions answer, as an operator decides over HTTP. */
class GoingLiveTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int REQUESTS = 400;

    @TempDir
    private Path folder;

    /** With {@code sun-rain:1}, which is live, and {@code sun-rain:2}. */
    private BundleStore twoVersions() throws BundleException {
        BundleStore store = BundleStore.open(folder);
        store.add(RedOrBlue.draft("sun-rain"));
        store.rollouts().promote("sun-rain:1");
        store.add(RedOrBlue.draft("sun-rain"));
        return store;
    }

    @Test
    void newVersion_doesNotGoLiveOnceOneWasPromoted() throws Exception {
        twoVersions();
        try (Scene scene = Scene.start(folder)) {
            scene.store().add(RedOrBlue.draft("sun-rain"));
            scene.server().refresh();
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:1");
            assertThat(scene.err()).isEmpty();
        }
    }

    @Test
    void promoted_answersAtOnce_untilRolledBack() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            JsonNode promoted = operator.decides(scene, "{\"version\":2}");
            assertThat(promoted.at("/live").asInt()).isEqualTo(2);
            assertThat(promoted.at("/previous").asInt()).isEqualTo(1);
            assertThat(promoted.at("/versions").toString()).isEqualTo("[1,2]");
            assertThat(promoted.at("/figures/0/model").asString()).isEqualTo("sun-rain:2");
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:2");
            JsonNode back = operator.decides(scene, "{\"rollback\":true}");
            assertThat(back.at("/live").asInt()).isEqualTo(1);
            assertThat(back.has("previous")).isFalse();
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:1");
        }
    }

    @Test
    void beforeAnyPromotion_theNewestIsLive() throws Exception {
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            JsonNode before = operator.looks(scene);
            assertThat(before.at("/promoted").asBoolean()).isFalse();
            assertThat(before.at("/live").asInt()).isEqualTo(1);
            assertThat(operator.decides(scene, "{\"version\":1}")
                            .at("/promoted")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void canary_answersItsShareOfTheRequestsThatNameNoVersion() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            JsonNode trial = operator.decides(scene, "{\"version\":2,\"canary\":\"25%\"}");
            assertThat(trial.at("/trial").toString()).isEqualTo("{\"version\":2,\"canary\":\"25%\"}");
            int drawn = 0;
            for (int i = 0; i < REQUESTS; i++) {
                String path = i % 2 == 0 ? "/v1/classify" : "/v1/classify?model=sun-rain";
                drawn += model(scene.post(path, "image/png", Scene.RED)).equals("sun-rain:2") ? 1 : 0;
            }
            // Five times the standard deviation of 400 draws: once in two million runs it is more.
            assertThat(drawn).isCloseTo(REQUESTS / 4, within(43));
            JsonNode figures = operator.looks(scene).at("/figures");
            assertThat(figures.at("/0/answers").asInt()).isEqualTo(REQUESTS - drawn);
            assertThat(figures.at("/1/answers").asInt()).isEqualTo(drawn);
            assertThat(figures.at("/1/model").asString()).isEqualTo("sun-rain:2");
            assertThat(figures.at("/1/unsure").asDouble()).isZero();
            assertThat(figures.at("/1/confidence").asDouble()).isBetween(0.9, 1.0);
            assertThat(figures.at("/1").has("agreement")).isFalse();
        }
    }

    @Test
    void canaryAndLive_answerWhoeverNamesThem() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            operator.decides(scene, "{\"version\":2,\"canary\":\"1%\"}");
            assertThat(model(ask(scene, "sun-rain:2"))).isEqualTo("sun-rain:2");
            assertThat(model(ask(scene, "sun-rain:1"))).isEqualTo("sun-rain:1");
            assertThat(scene.get("/v1/models").body()).contains("\"version\":1", "\"version\":2");
            assertThat(scene.server().models()).containsExactly("sun-rain:1");
            operator.decides(scene, "{\"trial\":\"end\"}");
            assertThat(ask(scene, "sun-rain:2").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void page_stayWithTheVersionThatItWasDrawnFor() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            operator.decides(scene, "{\"version\":2,\"canary\":\"50%\"}");
            List<String> pages = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                pages.add(scene.get("/").body());
            }
            assertThat(pages)
                    .anyMatch(page -> page.contains("&quot;sun-rain:2&quot;") || page.contains("&#34;sun-rain:2&#34;"));
            assertThat(pages)
                    .anyMatch(page -> page.contains("&quot;sun-rain:1&quot;") || page.contains("&#34;sun-rain:1&#34;"));
        }
    }

    @Test
    void canaryThatCannotSayWhatDecided_isNotAskedTo() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            scene.store().add(RedOrBlue.silent("sun-rain"));
            operator.decides(scene, "{\"version\":3,\"canary\":\"50%\"}");
            for (int i = 0; i < 40; i++) {
                assertThat(model(scene.post("/v1/classify?explain=true", "image/png", Scene.RED)))
                        .isEqualTo("sun-rain:1");
            }
        }
    }

    @Test
    void shadow_changesNoAnswer_andItsAgreementIsCounted() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            scene.store().add(RedOrBlue.mistaken("sun-rain"));
            operator.decides(scene, "{\"version\":3,\"shadow\":true}");
            for (int asked = 1; asked <= 6; asked++) {
                byte[] photo = asked % 3 == 0 ? RedOrBlue.png(99, 99, 99) : Scene.RED;
                HttpResponse<String> answer = scene.classify(photo);
                assertThat(answer.body()).contains("\"label\":\"red\"", "\"model\":\"sun-rain:1\"");
                int seen = asked;
                await(() -> compared(operator.looks(scene)) == seen);
            }
            JsonNode figures = operator.looks(scene).at("/figures");
            assertThat(figures.at("/0/answers").asInt()).isEqualTo(6);
            assertThat(figures.at("/1/answers").asInt()).isEqualTo(6);
            // Of what is grey both are unsure.
            assertThat(figures.at("/1/agreement").asDouble()).isEqualTo(0.3333);
            assertThat(figures.at("/1/unsure").asDouble()).isEqualTo(0.3333);
            assertThat(scene.get("/metrics").body())
                    .contains(
                            "weather_shadow_answers_total{agreement=\"other\",model=\"sun-rain:1\",shadow=\"sun-rain:3\"} 4.0",
                            "weather_shadow_answers_total{agreement=\"same\",model=\"sun-rain:1\",shadow=\"sun-rain:3\"} 2.0",
                            "weather_shadow_seconds_count{shadow=\"sun-rain:3\"} 6")
                    .doesNotContain("weather_answers_total{label=\"blue\"");
            assertThat(ask(scene, "sun-rain:3").statusCode()).isEqualTo(404);
            assertThat(scene.get("/v1/models").body()).doesNotContain("\"version\":3");
        }
    }

    private static int compared(JsonNode live) {
        return live.at("/figures/1/answers").asInt()
                + live.at("/figures/1/skipped").asInt(0);
    }

    @Test
    void brokenTrial_isSaidAndNobodyNotices_alsoAtAStart() throws Exception {
        BundleStore store = twoVersions();
        store.rollouts().tryAsCanary("sun-rain:2", 50);
        Files.writeString(folder.resolve("bundles/sun-rain/2/model.onnx"), "no network");
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            for (int i = 0; i < 20; i++) {
                assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:1");
                scene.server().refresh();
            }
            assertThat(scene.err().lines())
                    .singleElement()
                    .asString()
                    .contains("model.onnx", "; nothing is tried out beside sun-rain:1");
            JsonNode live = operator.looks(scene);
            assertThat(live.at("/trial/version").asInt()).isEqualTo(2);
            assertThat(live.at("/figures").size()).isEqualTo(1);
        }
    }

    @Test
    void whileNobodyCanTellWhatIsDecided_allStaysAsItIs() throws Exception {
        BundleStore store = twoVersions();
        store.rollouts().tryAsCanary("sun-rain:2", 50);
        try (Scene scene = Scene.start(folder)) {
            Files.writeString(folder.resolve("bundles/sun-rain/live"), "nonsense");
            scene.server().refresh();
            scene.server().refresh();
            assertThat(model(ask(scene, "sun-rain:2"))).isEqualTo("sun-rain:2");
            assertThat(scene.err().lines().filter(line -> line.contains("nonsense")))
                    .singleElement()
                    .asString()
                    .endsWith("; sun-rain:1 still answers");
        }
    }

    @Test
    void otherServersOverTheSameStore_follow_andSoDoesTheNextStart() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene one = Scene.start(folder);
                Scene other = Scene.start(folder)) {
            operator.decides(one, "{\"version\":2,\"canary\":\"50%\"}");
            assertThat(ask(other, "sun-rain:2").statusCode()).isEqualTo(404);
            other.server().refresh();
            assertThat(model(ask(other, "sun-rain:2"))).isEqualTo("sun-rain:2");
            operator.decides(one, "{\"version\":2}");
            other.server().refresh();
            assertThat(other.server().models()).containsExactly("sun-rain:2");
            operator.decides(one, "{\"version\":1,\"canary\":\"50%\"}");
        }
        try (Scene next = Scene.start(folder)) {
            assertThat(next.server().models()).containsExactly("sun-rain:2");
            assertThat(model(ask(next, "sun-rain:1"))).isEqualTo("sun-rain:1");
        }
    }

    @Test
    void anotherShare_keepsTheFigures_andAnotherTrialBeginsAnew() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            scene.classify(Scene.RED);
            operator.decides(scene, "{\"version\":2,\"canary\":\"1%\"}");
            assertThat(operator.looks(scene).at("/figures/0/answers").asInt()).isZero();
            ask(scene, "sun-rain:2");
            JsonNode wider = operator.decides(scene, "{\"version\":2,\"canary\":\"2%\"}");
            assertThat(wider.at("/figures/1/answers").asInt()).isEqualTo(1);
            JsonNode shadow = operator.decides(scene, "{\"version\":2,\"shadow\":true}");
            assertThat(shadow.at("/figures/1/answers").asInt()).isZero();
        }
    }

    @Test
    void decisionsUnderLoad_failNoRequest() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder);
                ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean enough = new AtomicBoolean();
            Callable<Integer> client = () -> {
                int answered = 0;
                for (; !enough.get(); answered++) {
                    HttpResponse<String> answer = scene.classify(Scene.BLUE);
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.body()).contains("\"label\":\"blue\"");
                }
                return answered;
            };
            List<Future<Integer>> clients = List.of(asking.submit(client), asking.submit(client));
            try {
                for (int i = 0; i < 4; i++) {
                    operator.decides(scene, "{\"version\":2,\"canary\":\"50%\"}");
                    operator.decides(scene, "{\"version\":2}");
                    operator.decides(scene, "{\"version\":1,\"shadow\":true}");
                    operator.decides(scene, "{\"rollback\":true}");
                }
            } finally {
                enough.set(true);
            }
            for (Future<Integer> each : clients) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"version\":\"2\"}",
                "{\"version\":2.5}",
                "{\"version\":99999999999}",
                "{\"version\":2,\"canary\":10}",
                "{\"version\":2,\"canary\":\"60%\"}",
                "{\"version\":2,\"canary\":\"ten\"}",
                "{\"version\":2,\"shadow\":false}",
                "{\"version\":2,\"shadow\":true,\"canary\":\"5%\"}",
                "{\"canary\":\"5%\"}",
                "{\"rollback\":false}",
                "{\"rollback\":true,\"version\":2}",
                "{\"trial\":\"begin\"}",
                "{\"trail\":\"end\"}"
            })
    void bodyThatAsksForNothingKnown_isRefused(String json) throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            HttpResponse<String> answer = scene.call("POST", "/v1/models/sun-rain/live", operator.key(), json);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("the body is not understood: ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sun-rain | {'version':7} | 404 | there is no sun-rain:7; sun-rain has versions 1, 2",
                "sun-rain | {'version':0,'shadow':true} | 404 | sun-rain",
                "sun-rian | {'version':2} | 404 | is not served; there is sun-rain:1, pinned:1",
                "sun-rain:1 | {'version':2} | 409 | here, whatever is promoted",
                "sun-rain | {'version':1,'shadow':true} | 409 | sun-rain:1 is live already",
                "sun-rain | {'trial':'end'} | 409 | there is no trial of sun-rain to end",
                "pinned | {'version':2} | 409 | start the server with --model pinned",
            })
    void whatCannotBe_isSaid(String name, String json, int status, String why) throws Exception {
        twoVersions().add(RedOrBlue.draft("pinned"));
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder, Map.of(Setting.MODEL, "sun-rain,pinned:1"))) {
            HttpResponse<String> answer =
                    scene.call("POST", "/v1/models/" + name + "/live", operator.key(), json.replace('\'', '"'));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(JSON.readTree(answer.body()).get("detail").asString()).contains(why);
        }
    }

    @Test
    void unsoundVersion_isNotPromoted() throws Exception {
        twoVersions();
        Files.writeString(folder.resolve("bundles/sun-rain/2/model.onnx"), "no network");
        Operator operator = Operator.of(folder);
        try (Scene scene = Scene.start(folder)) {
            HttpResponse<String> answer =
                    scene.call("POST", "/v1/models/sun-rain/live", operator.key(), "{\"version\":2}");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("model.onnx");
            assertThat(operator.looks(scene).at("/live").asInt()).isEqualTo(1);
        }
    }

    @Test
    void folderThatIsServed_followsNothing() throws Exception {
        twoVersions();
        Operator operator = Operator.of(folder);
        String path = folder.resolve("bundles/sun-rain/1").toString();
        try (Scene scene = Scene.start(folder, Map.of(Setting.MODEL, path))) {
            HttpResponse<String> answer =
                    scene.call("POST", "/v1/models/sun-rain/live", operator.key(), "{\"version\":2}");
            assertThat(answer.statusCode()).isEqualTo(409);
        }
    }

    private static HttpResponse<String> ask(Scene scene, String model) throws IOException, InterruptedException {
        return scene.post("/v1/classify?model=" + model, "image/png", Scene.RED);
    }

    private static String model(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("model").asString();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.call() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(condition.call()).isTrue();
    }
}
