package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.weatherinference.model.RedOrBlue;
import org.weatherinference.server.Form;
import tools.jackson.databind.JsonNode;

/**
 * Clients that say what is wrong with answers, make and revoke keys, and start and call off trainings, each one thing
 * as soon as the one before is done, until their server does not answer any more. Whoever starts them ends them.
 */
final class BusyClients {
    private static final int VISITORS = 4;
    private static final int OPERATORS = 2;

    private final Api api;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Promise> promises = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ending;

    private BusyClients(Api api) {
        this.api = api;
    }

    /** @param api with a key that may do everything */
    static BusyClients start(Api api) {
        BusyClients clients = new BusyClients(api);
        for (int i = 0; i < VISITORS; i++) {
            clients.threads.execute(() -> clients.repeat(clients::remark));
        }
        for (int i = 0; i < OPERATORS; i++) {
            clients.threads.execute(() -> clients.repeat(clients::key));
        }
        clients.threads.execute(() -> clients.repeat(clients::job));
        clients.threads.execute(() -> clients.repeat(clients::upload));
        return clients;
    }

    private interface Work {
        /** @param turn counts from 0 */
        void run(int turn) throws IOException, InterruptedException;
    }

    private void repeat(Work work) {
        try {
            for (int turn = 0; !ending; turn++) {
                work.run(turn);
            }
        } catch (IOException fault) {
            if (!ending) {
                failures.add(fault.toString());
            }
        } catch (IllegalStateException refused) {
            failures.add(String.valueOf(refused.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void remark(int turn) throws IOException, InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] red = RedOrBlue.png(255, random.nextInt(100), random.nextInt(100));
        String answer = api.post("/v1/classify", Form.empty().photo("red.png", red))
                .path("id")
                .asString();
        boolean photo = turn % 2 == 0;
        JsonNode receipt = photo
                ? api.post(
                        "/v1/feedback",
                        Form.empty()
                                .field("id", answer.getBytes(UTF_8))
                                .field("label", "blue".getBytes(UTF_8))
                                .photo("red.png", red))
                : api.post("/v1/feedback", "{\"id\":\"" + answer + "\",\"label\":\"blue\"}");
        String id = receipt.path("id").asString();
        promises.put(id, new Promise.Remark(id, "blue", photo));
        if (turn % 3 == 2) {
            promises.remove(id);
            api.takeBack(id, receipt.path("token").asString());
            promises.put(id, new Promise.NoRemark(id));
        }
    }

    private void key(int turn) throws IOException, InterruptedException {
        String name = "key-" + UUID.randomUUID();
        JsonNode made = api.post("/v1/keys", "{\"name\":\"" + name + "\",\"can\":[\"classify\"]}");
        String text = made.path("key").asString();
        promises.put(text, new Promise.Key(text, true));
        if (turn % 2 == 1) {
            promises.remove(text);
            api.delete("/v1/keys/" + name);
            promises.put(text, new Promise.Key(text, false));
        }
    }

    private void job(int turn) throws IOException, InterruptedException {
        JsonNode job = api.post("/v1/training-jobs", "{\"bundle\":\"rain\",\"dataset\":[{\"feedback\":true}]}");
        String id = job.path("id").asString();
        promises.put(id, new Promise.Job(id, "queued"));
        if (turn % 2 == 1) {
            promises.remove(id);
            api.delete("/v1/training-jobs/" + id);
            promises.put(id, new Promise.Job(id, "cancelled"));
        }
    }

    private void upload(int turn) throws IOException, InterruptedException {
        Form form = Form.empty()
                .part("job", "job.json", "{\"bundle\":\"rain\"}".getBytes(UTF_8))
                .part("dataset", "photos.zip", zip(turn));
        JsonNode job = api.post("/v1/training-jobs", form);
        String id = job.path("id").asString();
        promises.put(id, new Promise.Job(id, "queued"));
        String upload = job.path("dataset").path(0).path("upload").asString();
        promises.put(upload, new Promise.Upload(upload));
    }

    private static byte[] zip(int turn) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("red/" + turn + ".png", "blue/" + turn + ".png")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(RedOrBlue.png(name.startsWith("red") ? 255 : 0, 0, turn % 256));
            }
        }
        return bytes.toByteArray();
    }

    /** From now on it is no failure where the server does not answer. */
    void serverEnds() {
        ending = true;
    }

    /** Waits until each has found its server gone. */
    List<Promise> end() {
        threads.close();
        return List.copyOf(promises.values());
    }

    /** What was refused, or not answered though the server ran. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
