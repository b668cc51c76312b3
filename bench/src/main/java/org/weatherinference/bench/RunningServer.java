package org.weatherinference.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A contestant that has given its first answer. Whoever started it closes it. */
final class RunningServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PAUSE_MILLIS = 2;

    private final Process process;
    private final int port;
    private final double startMillis;

    private RunningServer(Process process, int port, double startMillis) {
        this.process = process;
        this.port = port;
        this.startMillis = startMillis;
    }

    /** @param photo what is asked first, and again until it is answered with 200 */
    static RunningServer start(Contestant contestant, byte[] photo) throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(contestant.commandAt(port))
                .directory(contestant.folder().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(contestant.environment());
        long begin = System.nanoTime();
        Process process = builder.start();
        while (!answers(port, photo)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new IOException(contestant.name() + " does not answer: " + contestant.command());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return new RunningServer(process, port, (System.nanoTime() - begin) / 1e6);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port, byte[] photo) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/v1/classify")
                    .toURL()
                    .openConnection();
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "image/jpeg");
            connection.getOutputStream().write(photo);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return false;
            }
            connection.getInputStream().readAllBytes();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    int port() {
        return port;
    }

    double startMillis() {
        return startMillis;
    }

    /** Of all its processes: what each has for itself, and its part of what they share. */
    double memoryMegabytes() throws IOException {
        double sum = 0;
        for (ProcessHandle part : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList()) {
            Path rollup = Path.of("/proc", String.valueOf(part.pid()), "smaps_rollup");
            sum += Files.readAllLines(rollup).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        return sum / 1024;
    }

    @Override
    public void close() {
        var parts = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(20))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        parts.forEach(ProcessHandle::destroyForcibly);
    }
}
