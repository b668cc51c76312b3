package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to end while it has work. */
class ShutdownTest {
    private static final int UPLOADS = 8;
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    @TempDir
    private Path folder;

    @Test
    void requestsInFlight_areAnswered_andNewOnesTurnedAway() throws Exception {
        Scene scene = Scene.start(folder);
        List<Socket> uploads = new ArrayList<>();
        for (int i = 0; i < UPLOADS; i++) {
            uploads.add(beginUpload(scene));
        }
        Thread closing = Thread.ofPlatform().start(scene.server()::close);
        awaitStopping(scene);
        assertTurnedAway(scene.classify(Scene.RED));
        assertTurnedAway(scene.get("/health/ready"));
        assertThat(scene.get("/health/live").statusCode()).isEqualTo(200);
        for (Socket upload : uploads) {
            assertThat(finishUpload(upload)).startsWith("HTTP/1.1 200 ").contains("\"label\":\"red\"");
        }
        closing.join();
        scene.close();
    }

    /** One that the server is reading when this returns. */
    private static Socket beginUpload(Scene scene) throws IOException {
        Socket socket = scene.connect();
        String head = "POST /v1/classify HTTP/1.1\r\nHost: test\r\nContent-Type: image/png\r\nConnection: close\r\n"
                + "Content-Length: " + Scene.RED.length + "\r\nExpect: 100-continue\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(UTF_8));
        byte[] goOn = socket.getInputStream().readNBytes(CONTINUE.length());
        assertThat(new String(goOn, UTF_8)).isEqualTo(CONTINUE);
        socket.getOutputStream().write(Scene.RED, 0, 10);
        socket.getOutputStream().flush();
        return socket;
    }

    private static String finishUpload(Socket socket) throws IOException {
        try (socket) {
            socket.getOutputStream().write(Scene.RED, 10, Scene.RED.length - 10);
            socket.getOutputStream().flush();
            return Scene.readToEnd(socket);
        }
    }

    private static void assertTurnedAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("shutting-down");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Connection")).contains("close");
    }

    private static void awaitStopping(Scene scene) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (scene.get("/health/ready").statusCode() == 200 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    @Test
    void serverThatHasEnded_isNotListening() throws Exception {
        Scene scene = Scene.start(folder);
        HttpRequest.Builder request = HttpRequest.newBuilder(scene.uri("/health/ready"));
        scene.server().close();
        assertThat(catchThrowable(() -> scene.send(request))).isInstanceOf(ConnectException.class);
        scene.close();
    }

    @Test
    void uploadThatNeverEnds_doesNotKeepTheServer() throws Exception {
        Scene scene = Scene.start(folder);
        try (Socket upload = beginUpload(scene)) {
            scene.close();
            assertThat(Scene.readToEnd(upload)).doesNotContain("200");
        }
    }
}
