package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are refused before they are whole. */
class UnwantedBodyTest {
    private static final int CLIENTS_PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void senderWhoWaitsForTheAnswer_getsItLongBeforeTheConnectionIsIdle() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.IDLE_TIME, "600"))) {
            assertThat(refusal(scene)).contains(" 413 ", "photo-too-large", "Connection: close");
        }
    }

    @Test
    void connection_goesOnAfterABodyThatWasSmallEnoughToReadOn() throws Exception {
        try (Scene scene = Scene.start(folder);
                Socket socket = scene.connect()) {
            String wrong = "POST /no/such/path HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nrain";
            String right = "GET /health/live HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((wrong + right).getBytes(UTF_8));
            assertThat(Scene.readToEnd(socket)).contains("HTTP/1.1 404 ", "HTTP/1.1 200 ", "\"live\"");
        }
    }

    private static String refusal(Scene scene) throws IOException {
        try (Socket socket = scene.connect()) {
            socket.setSoTimeout(CLIENTS_PATIENCE_MILLIS);
            String head = "POST /v1/classify HTTP/1.1\r\nHost: test\r\nContent-Type: image/png\r\n"
                    + "Content-Length: 30000000\r\n\r\nbegin";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            return Scene.readToEnd(socket);
        }
    }
}
