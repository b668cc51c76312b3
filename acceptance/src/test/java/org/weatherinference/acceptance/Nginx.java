package org.weatherinference.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx with a configuration of the documents, only at other ports. Whoever starts it closes it. */
record Nginx(Process process, int port) implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    /**
     * Starts one, or leaves the test out where the machine has none.
     *
     * @param folder for what it writes
     * @param configuration a file of the documents
     * @param servers the ports that it asks, in place of 8080 and those that follow
     */
    static Nginx start(Path folder, String configuration, int... servers) throws IOException, InterruptedException {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "left out: the tests behind nginx need it on this machine");
        int port = freePort();
        Path settings = Files.writeString(folder.resolve("nginx.conf"), settings(folder, configuration, port, servers));
        // "user" is for root alone: the workers of others are theirs anyway.
        Process process = new ProcessBuilder(
                        program.get().toString(),
                        "-p",
                        folder.toString(),
                        "-e",
                        "stderr",
                        "-c",
                        settings.toString(),
                        "-g",
                        "daemon off; user root; pid " + folder.resolve("nginx.pid") + ";")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        nginx.await(folder.resolve("nginx.log"));
        return nginx;
    }

    /** The machine's; empty where there is none. */
    static Optional<Path> program() {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String settings(Path folder, String configuration, int port, int... servers) throws IOException {
        String text = Files.readString(Checkout.root().resolve("docs").resolve(configuration));
        text = replaced(text, "listen 8000;", "listen 127.0.0.1:" + port + ";");
        text = replaced(text, "http {", "http {" + writing(folder));
        for (int i = 0; i < servers.length; i++) {
            text = replaced(text, "server 127.0.0.1:" + (8080 + i), "server 127.0.0.1:" + servers[i]);
        }
        return text;
    }

    private static String replaced(String text, String old, String replacement) {
        if (!text.contains(old)) {
            throw new IllegalStateException("the configuration does not say \"" + old + "\" any more");
        }
        return text.replace(old, replacement);
    }

    /** Where it writes, which is up to each installation. */
    private static String writing(Path folder) {
        StringBuilder lines = new StringBuilder(" access_log off;");
        for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            lines.append(' ')
                    .append(kind)
                    .append("_temp_path ")
                    .append(folder.resolve(kind))
                    .append(';');
        }
        return lines.toString();
    }

    private void await(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(20);
            }
        }
        close();
        throw new IllegalStateException("nginx does not listen: " + Files.readString(log));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
