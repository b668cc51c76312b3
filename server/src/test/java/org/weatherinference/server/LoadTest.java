package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.RedOrBlue;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * More clients at once than the server takes. With {@code -Pproof} for a minute each, over the bundle that ships, where
 * nobody who was let in may wait longer than the waiting line explains.
 */
class LoadTest {
    private static final boolean PROOF = Boolean.getBoolean("weather.proof");
    private static final Duration TIME = PROOF ? Duration.ofSeconds(60) : Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PHOTOS = 16;
    private static final double MOST_WAITS = 1.5;

    @TempDir
    private Path folder;

    /** A photo, and the label that it has. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Labelled(byte[] photo, String label) {}

    /** What one answer was, and how long it took. */
    private record Outcome(boolean accepted, long nanos) {}

    @ParameterizedTest
    @ValueSource(ints = {64, 256})
    void everyClient_isAnsweredRightly_orTurnedAwayAtOnce(int clients) throws Exception {
        try (WeatherServer server = start(Map.of())) {
            List<Labelled> photos = labelled(server);
            if (PROOF) {
                // Until the JVM has compiled what is hot, the first clients wait longest.
                Load.put(server, photos, clients, WARM_UP);
            }
            Memory before = Memory.now();
            Load load = Load.put(server, photos, clients, TIME);
            load.print(clients, before, Memory.now());
            assertThat(load.accepted()).isNotEmpty();
            assertTurnedAwayOnlyWhenFull(load, clients);
            if (PROOF) {
                assertNoneWaitedBeyondTheLine(load);
            }
        }
    }

    /** Those in the line are answered, so a server that turns away at once still answers as much as it can. */
    @Test
    void shortLine_turnsMostAway_andAnswersTheRest() throws Exception {
        try (WeatherServer server = start(Map.of(Setting.LINE, "1", Setting.THREADS, "1"))) {
            Load load = Load.put(server, labelled(server), 32, SHORT);
            assertThat(load.accepted()).isNotEmpty();
            assertThat(load.outcomes()).anyMatch(outcome -> !outcome.accepted());
        }
    }

    private static void assertTurnedAwayOnlyWhenFull(Load load, int clients) {
        if (clients <= Integer.parseInt(Setting.LINE.standard())) {
            assertThat(load.outcomes()).allMatch(Outcome::accepted);
        }
    }

    private static void assertNoneWaitedBeyondTheLine(Load load) {
        int cores = Runtime.getRuntime().availableProcessors();
        int room = Integer.parseInt(Setting.LINE.standard()) + cores;
        double perSecond = load.accepted().length / (double) TIME.toSeconds();
        assertThat(load.millis(0.99)).isLessThanOrEqualTo(MOST_WAITS * 1000 * room / perSecond);
    }

    private WeatherServer start(Map<Setting, String> changed) throws Exception {
        Map<Setting, String> settings = new EnumMap<>(Map.of(Setting.PORT, "0", Setting.LOG, "false"));
        settings.putAll(changed);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        return WeatherServer.start(ServerSettings.of(settings, Map.of(), null), store(), nowhere, System.err);
    }

    private BundleStore store() throws Exception {
        if (PROOF) {
            return BundleStore.open(folder, Path.of("../bundles"));
        }
        BundleStore tiny = BundleStore.open(folder);
        if (tiny.list().isEmpty()) {
            tiny.add(RedOrBlue.draft("sun-rain"));
        }
        return tiny;
    }

    /** Drawn photos with the answers that they get while nobody else asks. */
    private static List<Labelled> labelled(WeatherServer server) throws Exception {
        List<Labelled> all = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < PHOTOS; i++) {
                byte[] photo = PROOF ? landscape(i) : tiny(i);
                HttpResponse<String> answer = client.send(request(server, photo), BodyHandlers.ofString());
                all.add(new Labelled(photo, label(answer)));
            }
        }
        if (!PROOF) {
            assertThat(all.subList(0, 2)).extracting(Labelled::label).containsExactly("red", "blue");
        }
        return all;
    }

    private static byte[] tiny(int i) {
        return i % 2 == 0 ? Scene.RED : Scene.BLUE;
    }

    /** A JPEG of 500 pixels: a sky that grows lighter, a darker ground, and some noise as of a camera. */
    private static byte[] landscape(int seed) {
        int width = 500;
        int height = 375;
        Random random = new Random(seed);
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            int y = i / 3 / width;
            int light = (y < height / 2 ? 120 + y * 100 / height : 60) + random.nextInt(24) + seed * 4;
            rgb[i] = (byte) Math.min(255, light * 3 / 4);
            rgb[i + 1] = (byte) Math.min(255, light);
            rgb[i + 2] = (byte) Math.min(255, y < height / 2 ? light * 5 / 4 : light / 2);
        }
        return PhotoEncoder.jpeg(Photo.of(width, height, rgb), 85);
    }

    private static HttpRequest request(WeatherServer server, byte[] photo) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/classify"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(photo))
                .build();
    }

    private static String label(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("label").asString();
    }

    /** All that many clients saw, each asking again when it is answered, or as late as it was told to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Load(List<Outcome> outcomes, long[] accepted) {
        static Load put(WeatherServer server, List<Labelled> photos, int clients, Duration time) throws Exception {
            List<Outcome> all = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            try (HttpClient client = HttpClient.newHttpClient();
                    ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<List<Outcome>>> results = new ArrayList<>();
                for (int i = 0; i < clients; i++) {
                    Labelled photo = photos.get(i % photos.size());
                    Callable<List<Outcome>> one = () -> askUntil(end, client, request(server, photo.photo()), photo);
                    results.add(asking.submit(one));
                }
                for (Future<List<Outcome>> result : results) {
                    all.addAll(result.get());
                }
            }
            return new Load(
                    all,
                    all.stream()
                            .filter(Outcome::accepted)
                            .mapToLong(Outcome::nanos)
                            .sorted()
                            .toArray());
        }

        private static List<Outcome> askUntil(long end, HttpClient client, HttpRequest request, Labelled photo)
                throws IOException, InterruptedException {
            List<Outcome> outcomes = new ArrayList<>();
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                outcomes.add(new Outcome(isAccepted(answer, photo), System.nanoTime() - start));
                if (answer.statusCode() == 503) {
                    Thread.sleep(Duration.ofSeconds(retryAfter(answer)));
                }
            }
            return outcomes;
        }

        private static boolean isAccepted(HttpResponse<String> answer, Labelled photo) {
            if (answer.statusCode() == 503) {
                assertThat(retryAfter(answer)).isPositive();
                assertThat(JSON.readTree(answer.body()).get("type").asString()).isEqualTo("busy");
                return false;
            }
            JsonNode json = JSON.readTree(answer.body());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(json.get("label").asString()).isEqualTo(photo.label());
            return true;
        }

        private static long retryAfter(HttpResponse<String> answer) {
            return answer.headers().firstValueAsLong("Retry-After").orElse(0);
        }

        double millis(double quantile) {
            return accepted[(int) ((accepted.length - 1) * quantile)] / 1e6;
        }

        void print(int clients, Memory before, Memory after) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%d clients for %d s on %d cores: %d answers (%.0f/s), p50 %.1f ms, p99 %.1f ms; %d turned away;"
                            + " heap %d -> %d MB, resident %d -> %d MB",
                    clients,
                    TIME.toSeconds(),
                    Runtime.getRuntime().availableProcessors(),
                    accepted.length,
                    accepted.length / (double) TIME.toSeconds(),
                    millis(0.5),
                    millis(0.99),
                    outcomes.size() - accepted.length,
                    before.heap(),
                    after.heap(),
                    before.resident(),
                    after.resident()));
        }
    }

    /** Megabytes of this process, after a collection; resident is 0 where the system does not tell. */
    private record Memory(long heap, long resident) {
        private static final Path STATUS = Path.of("/proc/self/status");

        static Memory now() throws IOException {
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
            return new Memory(heap, Files.isReadable(STATUS) ? residentNow() : 0);
        }

        private static long residentNow() throws IOException {
            return Files.readAllLines(STATUS).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    >> 10;
        }
    }
}
