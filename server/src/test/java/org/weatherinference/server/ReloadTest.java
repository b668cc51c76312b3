package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.RedOrBlue;
import tools.jackson.databind.json.JsonMapper;

/** Bundles that change under a server that runs. */
class ReloadTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int REFRESHES = 20;

    @TempDir
    private Path folder;

    @Test
    void newVersion_answersFromTheNextLookOn() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            add(scene, "sun-rain");
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:1");
            scene.server().refresh();
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:2");
            assertThat(scene.err()).contains("sun-rain:2 answers now in the place of sun-rain:1");
            assertThat(scene.server().models()).containsExactly("sun-rain:2");
        }
    }

    @Test
    void serverLooksByItself() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.RELOAD, "1"))) {
            add(scene, "sun-rain");
            await(() -> scene.server().models().contains("sun-rain:2"));
        }
    }

    @Test
    void requestsGoingOnMeanwhile_areAllAnswered() throws Exception {
        try (Scene scene = Scene.start(folder);
                ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean enough = new AtomicBoolean();
            List<Future<Set<String>>> seen =
                    List.of(asking.submit(() -> askUntil(enough, scene)), asking.submit(() -> askUntil(enough, scene)));
            for (int i = 0; i < REFRESHES; i++) {
                add(scene, "sun-rain");
                scene.server().refresh();
            }
            enough.set(true);
            for (Future<Set<String>> each : seen) {
                assertThat(each.get()).hasSizeGreaterThan(REFRESHES / 2);
            }
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:" + (REFRESHES + 1));
        }
    }

    /** The models that answered, of requests that were all answered rightly. */
    private static Set<String> askUntil(AtomicBoolean enough, Scene scene) throws Exception {
        Set<String> models = new LinkedHashSet<>();
        while (!enough.get()) {
            HttpResponse<String> answer = scene.classify(Scene.BLUE);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"label\":\"blue\"");
            models.add(model(answer));
        }
        return models;
    }

    @Test
    void brokenVersion_isRefusedAndSaidOnce_andTheOldOneStays() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            breakBundle(add(scene, "sun-rain"));
            for (int i = 0; i < REFRESHES; i++) {
                scene.server().refresh();
            }
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:1");
            assertThat(scene.err().lines())
                    .singleElement()
                    .asString()
                    .contains("model.onnx", "; sun-rain:1 still answers");
        }
    }

    @Test
    void mendedVersion_followsABrokenOne() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            breakBundle(add(scene, "sun-rain"));
            scene.server().refresh();
            add(scene, "sun-rain");
            scene.server().refresh();
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:3");
        }
    }

    @Test
    void promotedVersion_answersThoughThereIsANewerOne() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            add(scene, "sun-rain");
            add(scene, "sun-rain");
            promote(2);
            scene.server().refresh();
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:2");
            promote(1);
            scene.server().refresh();
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:1");
        }
    }

    @Test
    void taggedVersion_answersUntilTheTagIsMoved() throws Exception {
        BundleStore store = BundleStore.open(folder);
        store.add(RedOrBlue.draft("sun-rain"));
        store.tag("sun-rain:1", "stable");
        store.add(RedOrBlue.draft("sun-rain"));
        try (Scene scene = Scene.start(folder, Map.of(Setting.MODEL, "sun-rain:stable"))) {
            scene.server().refresh();
            assertThat(model(ask(scene, "sun-rain:stable"))).isEqualTo("sun-rain:1");
            store.tag("sun-rain:2", "stable");
            scene.server().refresh();
            assertThat(model(ask(scene, "sun-rain:stable"))).isEqualTo("sun-rain:2");
        }
    }

    @Test
    void promotionOfAVersionThatIsNotThere_changesNothing() throws Exception {
        try (Scene scene = Scene.start(folder)) {
            promote(7);
            scene.server().refresh();
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:1");
            assertThat(scene.err()).contains("there is no sun-rain:7", "sun-rain:1 still answers");
        }
    }

    @Test
    void pinnedVersion_staysWhateverIsNewer() throws Exception {
        try (Scene first = Scene.start(folder)) {
            add(first, "sun-rain");
        }
        try (Scene scene = Scene.start(folder, Map.of(Setting.MODEL, "sun-rain:1"))) {
            scene.server().refresh();
            assertThat(scene.server().models()).containsExactly("sun-rain:1");
            assertThat(scene.err()).isEmpty();
        }
    }

    @Test
    void severalBundles_answerEachByItsName() throws Exception {
        try (Scene first = Scene.start(folder)) {
            add(first, "other");
        }
        try (Scene scene = Scene.start(folder, Map.of(Setting.MODEL, "sun-rain,other"))) {
            assertThat(model(scene.classify(Scene.RED))).isEqualTo("sun-rain:1");
            assertThat(model(ask(scene, "other"))).isEqualTo("other:1");
            assertThat(model(ask(scene, "other:1"))).isEqualTo("other:1");
            assertThat(model(ask(scene, "sun-rain:1"))).isEqualTo("sun-rain:1");
            assertThat(ask(scene, "other:2").statusCode()).isEqualTo(404);
            assertThat(ask(scene, "third").body()).contains("no-such-model", "sun-rain:1", "other:1");
        }
    }

    @Test
    void oneBundlesNewVersion_leavesTheOtherAlone() throws Exception {
        try (Scene first = Scene.start(folder)) {
            add(first, "other");
        }
        try (Scene scene = Scene.start(folder, Map.of(Setting.MODEL, "sun-rain,other"))) {
            add(scene, "other");
            scene.server().refresh();
            assertThat(scene.server().models()).containsExactly("sun-rain:1", "other:2");
            assertThat(model(ask(scene, "other"))).isEqualTo("other:2");
            assertThat(scene.get("/v1/models").body()).contains("\"name\":\"sun-rain\"", "\"name\":\"other\"");
        }
    }

    private static HttpResponse<String> ask(Scene scene, String model) throws IOException, InterruptedException {
        return scene.post("/v1/classify?model=" + model, "image/png", Scene.RED);
    }

    private static String model(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("model").asString();
    }

    /** @return where it lies */
    private static Path add(Scene scene, String name) throws BundleException {
        return scene.store().add(RedOrBlue.draft(name)).folder();
    }

    private static void breakBundle(Path bundle) throws IOException {
        Files.writeString(bundle.resolve("model.onnx"), "no network");
    }

    private void promote(int version) throws IOException {
        Files.write(folder.resolve("bundles/sun-rain/live"), (version + "\n").getBytes(UTF_8));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(condition.holds()).isTrue();
    }
}
