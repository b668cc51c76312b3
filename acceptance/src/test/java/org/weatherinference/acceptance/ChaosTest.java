package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.Folders;
import tools.jackson.databind.JsonNode;

/**
 * A server while others, its machine or its operator make it hard, each for half a minute with {@code -Pproof}: whoever
 * is polite is answered, and rightly, all the time.
 */
class ChaosTest {
    private static final boolean PROOF = Boolean.getBoolean("weather.proof");
    private static final Duration STRETCH = Duration.ofMillis(PROOF ? 30_000 : 1_000);
    private static final int RUDE = 200;
    /** Each holds memory of the server, which has some for a hundred such. */
    private static final int STALLED = 60;

    private static final int SECONDS_TO_END = 20;
    /** Seconds, of which the last are ten years. */
    private static final List<String> JUMPS =
            PROOF ? List.of("+3600", "-86400", "+0", "+315360000") : List.of("+315360000");

    private static final Path FAKE_CLOCK = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");

    @TempDir
    private static Path folder;

    private static CommandLine weather;
    private static RunningServer server;
    private static URI address;

    @BeforeAll
    static void start() throws Exception {
        weather = FreshClone.weather();
        server = weather.serve("--port", "0");
        address = server.address();
        stretch(address, "nothing else");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static void stretch(URI server, String what) throws Exception {
        try (SteadyClients polite = SteadyClients.start(server.toString())) {
            polite.await(SteadyClients.CLIENTS);
            Thread.sleep(STRETCH);
            polite.end();
            System.out.printf(
                    Locale.ROOT,
                    "chaos: %s: %d photos, %.0f/s, p50 %.0f ms, p99 %.0f ms, %d not answered%n",
                    what,
                    polite.answered(),
                    polite.perSecond(),
                    polite.millis(0.5),
                    polite.millis(0.99),
                    polite.failures().size());
            assertThat(polite.failures()).as(what).isEmpty();
        }
    }

    @Test
    void clientsThatStall_holdNobodyUp() throws Exception {
        try (RudeClients rude = RudeClients.stalling(address, STALLED)) {
            stretch(address, STALLED + " clients that stop in the middle of a photo");
            assertThat(rude.connections()).isPositive();
        }
    }

    @Test
    void clientsThatVanish_holdNobodyUp() throws Exception {
        try (RudeClients rude = RudeClients.vanishing(address, 8)) {
            stretch(address, "8 clients that are gone before their answer");
            assertThat(rude.connections()).isPositive();
        }
    }

    @Test
    void clientsThatFlood_holdNobodyUp() throws Exception {
        try (RudeClients rude = RudeClients.flooding(address, RUDE)) {
            stretch(address, RUDE + " clients that send noise");
            assertThat(rude.connections()).isPositive();
        }
    }

    @Test
    void allOfThemAtOnce_holdNobodyUp_andLeaveNothingBehind() throws Exception {
        ProcessFigures before = ProcessFigures.of(server.process().pid(), 0, 0);
        try (RudeClients stalling = RudeClients.stalling(address, STALLED);
                RudeClients vanishing = RudeClients.vanishing(address, 8);
                RudeClients flooding = RudeClients.flooding(address, RUDE)) {
            stretch(address, "all of them at once");
            assertThat(List.of(stalling.connections(), vanishing.connections(), flooding.connections()))
                    .allMatch(count -> count > 0);
        }
        ProcessFigures after = ProcessFigures.of(server.process().pid(), 0, 0);
        for (int tries = 0; tries < 200 && after.files() > before.files() + SteadyClients.CLIENTS; tries++) {
            Thread.sleep(100);
            after = ProcessFigures.of(server.process().pid(), 0, 0);
        }
        System.out.println("chaos: before " + before + ", after " + after);
        assertThat(after.files()).isLessThanOrEqualTo(before.files() + SteadyClients.CLIENTS);
    }

    @Test
    void bundleThatIsReplaced_andRemoved_isAnsweredByOneOrTheOther() throws Exception {
        try (SteadyClients polite = SteadyClients.start(address.toString());
                Api api = new Api(address, "")) {
            for (int version = 4; version <= 6; version++) {
                publish(version);
                awaitModel(api, "weather:" + version);
                Folders.delete(bundle(version - 1));
                Thread.sleep(STRETCH.dividedBy(3));
            }
            Folders.delete(bundle(6));
            awaitModel(api, "weather:3");
            polite.end();
            System.out.println("chaos: bundles replaced and removed: " + polite.answered() + " photos, "
                    + polite.failures().size() + " not answered");
            assertThat(polite.failures()).isEmpty();
        }
    }

    private static Path bundle(int version) {
        return weather.home().resolve("bundles/weather").resolve(String.valueOf(version));
    }

    /** The shipped one under another number. */
    private static void publish(int version) throws IOException {
        Path fresh = bundle(version).resolveSibling(".fresh");
        CommandLine.copy(weather.checkout().resolve("bundles/weather/3"), fresh);
        Path manifest = fresh.resolve("bundle.json");
        Files.writeString(
                manifest, Files.readString(manifest).replace("\"version\": 3,", "\"version\": " + version + ","));
        Files.move(fresh, bundle(version), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitModel(Api api, String reference) throws Exception {
        byte[] photo = Files.readAllBytes(Checkout.root().resolve("samples/sun.jpg"));
        String model = "";
        for (int tries = 0; tries < 600 && !model.equals(reference); tries++) {
            Thread.sleep(100);
            var answer = api.send("POST", "/v1/classify", "", "image/jpeg", photo);
            String body = new String(answer.body(), UTF_8);
            model = body.replaceFirst(".*\"model\":\"([^\"]*)\".*", "$1");
        }
        assertThat(model).isEqualTo(reference);
    }

    @Test
    void fullDiskUnderTheLog_costsNoAnswer() throws Exception {
        try (RunningServer logging = weather.serve(Map.of(), Path.of("/dev/full"), "--port", "0")) {
            stretch(logging.address(), "no room for the log");
            assertThat(logging.terminate(SECONDS_TO_END)).isZero();
        }
    }

    @Test
    void fullDiskUnderTheStore_isSaid_losesNothing_andIsOverOnceThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("disk")), 4);
                RunningServer remembering = weather.serve(
                        "--port",
                        "0",
                        "--database",
                        "jdbc:sqlite:" + disk.folder().resolve("state.db"));
                Api api = new Api(remembering.address(), "")) {
            JsonNode kept = remark(api);
            disk.fill();
            try (SteadyClients polite =
                    SteadyClients.start(remembering.address().toString())) {
                assertThat(refusedRemark(api)).isEqualTo("503 unavailable");
                polite.await(SteadyClients.CLIENTS);
                polite.end();
                assertThat(polite.failures()).isEmpty();
            }
            disk.clear();
            assertThat(remark(api).path("id").asString())
                    .isNotEqualTo(kept.path("id").asString());
            // Only a remark that is still there can be taken back.
            api.takeBack(kept.path("id").asString(), kept.path("token").asString());
        }
    }

    private static JsonNode remark(Api api) throws Exception {
        return api.post("/v1/feedback", remarkOn(api));
    }

    private static String remarkOn(Api api) throws Exception {
        byte[] photo = Files.readAllBytes(Checkout.root().resolve("samples/sun.jpg"));
        var answer = api.send("POST", "/v1/classify", "", "image/jpeg", photo);
        assertThat(answer.statusCode()).isEqualTo(200);
        String id = new String(answer.body(), UTF_8).replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1");
        return "{\"id\":\"" + id + "\",\"label\":\"cloudy\"}";
    }

    /** The status and type of what comes of it, once it is refused: what SQLite still has room for it takes. */
    private static String refusedRemark(Api api) throws Exception {
        for (int tries = 0; tries < 1000; tries++) {
            var answer = api.send(
                    "POST",
                    "/v1/feedback",
                    "",
                    "application/json",
                    remarkOn(api).getBytes(UTF_8));
            if (answer.statusCode() >= 400) {
                return answer.statusCode() + " "
                        + new String(answer.body(), UTF_8).replaceFirst(".*\"type\":\"([^\"]*)\".*", "$1");
            }
        }
        return "never refused";
    }

    @Test
    void clockThatJumps_costsNoAnswer() throws Exception {
        assumeTrue(Files.exists(FAKE_CLOCK), "left out: a clock that jumps, since there is no " + FAKE_CLOCK);
        Path time = Files.writeString(folder.resolve("time"), "+0");
        Map<String, String> faked = Map.of(
                "LD_PRELOAD",
                FAKE_CLOCK.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                time.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
        try (RunningServer jumping = weather.serve(faked, Files.createTempFile(folder, "out", ".txt"), "--port", "0")) {
            URI at = jumping.address();
            for (String jump : JUMPS) {
                Path next = Files.writeString(folder.resolve("next"), jump);
                Files.move(next, time, StandardCopyOption.ATOMIC_MOVE);
                stretch(at, "a clock that is off by " + jump + " s");
            }
            String log = Files.readString(jumping.out());
            assertThat(log).contains("\"time\":\"203");
            assertThat(jumping.terminate(SECONDS_TO_END)).isZero();
        }
    }

    @Test
    void endUnderLoad_breaksNoAnswer() throws Exception {
        try (RunningServer ending = weather.serve("--port", "0");
                SteadyClients polite = SteadyClients.start(ending.address().toString())) {
            polite.await(10L * SteadyClients.CLIENTS);
            assertThat(ending.terminate(SECONDS_TO_END)).isZero();
            polite.end();
            // What came later found nobody there, or somebody who said so.
            assertThat(polite.failures())
                    .allMatch(failure -> failure.startsWith("503 ")
                            || failure.matches(
                                    "java\\.net\\.ConnectException.*|.*received no bytes|.*(closed|reset).*"));
        }
    }
}
