package org.weatherinference.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Clients that send samples, each the next one as soon as it has its answer. Whoever starts them closes them. */
final class SteadyClients implements AutoCloseable {
    static final int CLIENTS = 16;
    private static final Map<String, String> LABELS = Map.of("rain.jpg", "raining", "sun.jpg", "sunny");
    private static final int PATIENCE_SECONDS = 300;

    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final long begun = System.nanoTime();
    private volatile long ended;

    private SteadyClients(URI address) {
        this.address = address;
    }

    static SteadyClients start(String server) throws IOException {
        SteadyClients clients = new SteadyClients(URI.create(server + "/v1/classify"));
        List<Map.Entry<String, String>> photos = new ArrayList<>(LABELS.entrySet());
        for (int i = 0; i < CLIENTS; i++) {
            Map.Entry<String, String> photo = photos.get(i % photos.size());
            Path file = Checkout.root().resolve("samples").resolve(photo.getKey());
            HttpRequest request = clients.request(Files.readAllBytes(file));
            clients.threads.execute(() -> clients.ask(request, photo.getValue()));
        }
        return clients;
    }

    private HttpRequest request(byte[] photo) {
        return HttpRequest.newBuilder(address)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(photo))
                .build();
    }

    private void ask(HttpRequest request, String label) {
        while (ended == 0) {
            long start = System.nanoTime();
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() != 200 || !answer.body().contains("\"label\":\"" + label + "\"")) {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException failure) {
                failures.add(failure.toString());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            nanos.add(System.nanoTime() - start);
        }
    }

    /** Waits until so many photos have been answered, rightly or not. */
    void await(long photos) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (answered() < photos) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(answered() + " of " + photos + " photos were answered in time");
            }
            Thread.sleep(10);
        }
    }

    int answered() {
        return nanos.size();
    }

    /** What was no right answer. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Once ended. */
    double perSecond() {
        return answered() * 1e9 / (ended - begun);
    }

    /** The time within which that share of photos was answered. */
    double millis(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) ((sorted.length - 1) * share)] / 1e6;
    }

    /** Sends no more, and waits for the answers to what was sent. */
    void end() {
        if (ended == 0) {
            ended = System.nanoTime();
            threads.close();
        }
    }

    @Override
    public void close() {
        end();
        http.close();
    }
}
