package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers behind a real nginx that is set up as {@code docs/nginx-two-servers.conf} says, which are stopped and
 * replaced in turn while many clients send photos without a pause. With {@code -Pproof} for 10,000 photos.
 */
class ReplacementTest {
    private static final boolean PROOF = Boolean.getBoolean("weather.proof");
    private static final int PHOTOS = PROOF ? 10_000 : 600;
    private static final int REPLACEMENTS = PROOF ? 10 : 2;
    private static final int SECONDS_TO_END = 10;

    @TempDir
    private Path folder;

    private final int[] ports = new int[2];
    private final RunningServer[] servers = new RunningServer[2];

    @AfterEach
    void stop() {
        for (RunningServer server : servers) {
            if (server != null) {
                server.close();
            }
        }
    }

    @Test
    void noPhotoIsLost_whileOneServerAfterTheOtherIsReplaced() throws Exception {
        for (int i = 0; i < servers.length; i++) {
            ports[i] = Nginx.freePort();
            servers[i] = started(i);
        }
        try (Nginx nginx =
                        Nginx.start(Files.createDirectories(folder.resolve("nginx")), "nginx-two-servers.conf", ports);
                SteadyClients clients = SteadyClients.start("http://127.0.0.1:" + nginx.port() + "/weather")) {
            for (int i = 1; i <= REPLACEMENTS; i++) {
                clients.await((long) PHOTOS * i / (REPLACEMENTS + 1));
                replace(i % servers.length);
            }
            clients.await(Math.max(PHOTOS, clients.answered() + PHOTOS / (REPLACEMENTS + 1)));
            clients.end();
            print(clients);
            assertThat(clients.failures()).isEmpty();
            assertThat(servers)
                    .allSatisfy(server -> assertThat(server.answered()).isPositive());
        }
    }

    private RunningServer started(int which) throws IOException, InterruptedException {
        RunningServer server = FreshClone.weather()
                .serve(
                        "--port",
                        String.valueOf(ports[which]),
                        "--base-path",
                        "/weather",
                        "--trusted-proxies",
                        "127.0.0.1");
        servers[which] = server;
        server.address();
        return server;
    }

    private void replace(int which) throws IOException, InterruptedException {
        RunningServer old = servers[which];
        assertThat(old.terminate(SECONDS_TO_END))
                .as(Files.readString(old.err()))
                .isZero();
        assertThat(old.answered()).isPositive();
        started(which);
    }

    private static void print(SteadyClients clients) {
        System.out.println(String.format(
                Locale.ROOT,
                "%d servers replaced under %d clients on %d cores: %d photos (%.0f/s), %d failures, p50 %.0f ms,"
                        + " p99 %.0f ms, longest %.0f ms",
                REPLACEMENTS,
                SteadyClients.CLIENTS,
                Runtime.getRuntime().availableProcessors(),
                clients.answered(),
                clients.perSecond(),
                clients.failures().size(),
                clients.millis(0.5),
                clients.millis(0.99),
                clients.millis(1)));
    }
}
