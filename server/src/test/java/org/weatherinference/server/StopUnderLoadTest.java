package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to end while clients ask without a pause. */
class StopUnderLoadTest {
    private static final int CLIENTS = 8;

    @TempDir
    private Path folder;

    /** A proxy asks another server after a 503 or a broken connection, and after nothing else. */
    @RepeatedTest(2)
    void whoeverComesTooLate_isToldToAskAnotherServer() throws Exception {
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asking = new ArrayList<>();
            try (Scene scene = Scene.start(folder)) {
                for (int i = 0; i < CLIENTS; i++) {
                    asking.add(clients.submit(() -> ask(scene.uri("/v1/models"), statuses)));
                }
                while (!statuses.contains(200)) {
                    Thread.sleep(10);
                }
            }
            for (Future<?> one : asking) {
                one.get();
            }
        }
        assertThat(statuses).isSubsetOf(200, 503);
    }

    /** Until nothing listens. */
    private static Object ask(URI address, Set<Integer> statuses) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (true) {
                statuses.add(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode());
            }
        } catch (IOException _) {
            return statuses;
        }
    }
}
