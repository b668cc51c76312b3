package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * A server that goes through photos of all kinds, a twentieth of them none. With {@code -Pproof} 100,000, after which
 * it must hold no more than after the first fifth; its figures are drawn in {@code target/soak.svg}.
 */
class SoakTest {
    private static final boolean PROOF = Boolean.getBoolean("weather.proof");
    private static final int PHOTOS = PROOF ? 100_000 : 300;
    private static final int STRETCHES = PROOF ? 50 : 3;
    private static final int CLIENTS = 8;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    @Test
    void memoryThreadsAndFiles_stayAsTheyAre_overAllKindsOfPhotos() throws Exception {
        List<MixedPhotos.Upload> uploads = MixedPhotos.hundred();
        List<ProcessFigures> figures = new ArrayList<>();
        long begin = System.nanoTime();
        try (RunningServer server = FreshClone.weather().serve("--port", "0")) {
            URI address = server.address();
            for (int stretch = 1; stretch <= STRETCHES; stretch++) {
                send(address, uploads, PHOTOS / STRETCHES);
                figures.add(
                        ProcessFigures.of(server.process().pid(), PHOTOS / STRETCHES * stretch, heapBytes(address)));
            }
            assertThat(server.process().isAlive()).isTrue();
        }
        print(figures, (System.nanoTime() - begin) / 1e9);
        assertThat(unexpected).isEmpty();
        assertFlat(figures, ProcessFigures::threads, 4);
        assertFlat(figures, ProcessFigures::files, 4);
        if (PROOF) {
            assertFlat(figures, ProcessFigures::megabytes, 20);
        }
    }

    private void send(URI server, List<MixedPhotos.Upload> uploads, int photos) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(clients.submit(() -> {
                    for (int n = next.getAndIncrement(); n < photos; n = next.getAndIncrement()) {
                        send(server, uploads.get(n % uploads.size()));
                    }
                    return null;
                }));
            }
            for (Future<?> client : all) {
                client.get();
            }
        }
    }

    private void send(URI server, MixedPhotos.Upload upload) throws IOException, InterruptedException {
        var answer = http.send(
                HttpRequest.newBuilder(server.resolve(upload.path()))
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(upload.body()))
                        .build(),
                BodyHandlers.ofString());
        if (!upload.isAnsweredBy(answer.statusCode())) {
            unexpected.add(answer.statusCode() + " " + answer.body());
        }
    }

    private long heapBytes(URI server) throws IOException, InterruptedException {
        String metrics = http.send(
                        HttpRequest.newBuilder(server.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"}"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no heap in " + metrics));
    }

    /** The most of the last fifth, beside the most of the second: the first still warms up. */
    private static void assertFlat(List<ProcessFigures> figures, ToLongFunction<ProcessFigures> figure, long more) {
        int fifth = Math.max(1, figures.size() / 5);
        long before = most(figures.subList(fifth - 1, 2 * fifth), figure);
        long after = most(figures.subList(figures.size() - fifth, figures.size()), figure);
        assertThat(after).as("%s", figures).isLessThanOrEqualTo(before + more);
    }

    private static long most(List<ProcessFigures> figures, ToLongFunction<ProcessFigures> figure) {
        return figures.stream().mapToLong(figure).max().orElseThrow();
    }

    private static void print(List<ProcessFigures> figures, double seconds) throws IOException {
        ProcessFigures first = figures.get(figures.size() / 5);
        ProcessFigures last = figures.getLast();
        System.out.printf(
                Locale.ROOT,
                "%d photos, a twentieth hostile, %.0f/s: memory %d to %d MB, heap %d to %d MB, threads %d to %d, files %d to %d"
                        + " (after a fifth, at the end)%n",
                last.photos(),
                last.photos() / seconds,
                first.megabytes(),
                last.megabytes(),
                first.heap(),
                last.heap(),
                first.threads(),
                last.threads(),
                first.files(),
                last.files());
        Files.writeString(Path.of("target", "soak.svg"), LineChart.of(figures));
    }
}
