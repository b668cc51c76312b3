package org.weatherinference.state;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PostgreSQL server of this JVM's own, on a free port of loopback; it ends with the JVM. */
final class PostgresCluster {
    private static final int PATIENCE_SECONDS = 60;
    /** PostgreSQL refuses to run as root. */
    private static final String USER = "nobody";

    private static final Optional<PostgresCluster> ONE = programs().map(PostgresCluster::new);

    private final Path folder;
    private final int port;

    /** Leaves the test out where the machine has no PostgreSQL. */
    static PostgresCluster running() {
        assumeTrue(ONE.isPresent(), "left out: the tests on PostgreSQL need its server on this machine");
        return ONE.get();
    }

    private static Optional<Path> programs() {
        Stream<Path> path =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(Path::of);
        return Stream.concat(debians().stream(), path)
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .findFirst();
    }

    /** Debian's places, of which none is in the path; the newest first. */
    private static List<Path> debians() {
        Path debian = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(debian)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(debian)) {
            return versions.map(version -> version.resolve("bin"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private PostgresCluster(Path programs) {
        try {
            folder = Files.createTempDirectory("weather-postgres");
            port = freePort();
            if (isRoot()) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
            }
            start(programs);
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static boolean isRoot() {
        return ProcessHandle.current().info().user().orElse("").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void start(Path programs) throws IOException, InterruptedException {
        String data = folder.resolve("data").toString();
        Process made = process(
                List.of(programs + "/initdb", "-D", data, "-U", "weather", "-A", "trust", "-E", "UTF8", "--no-sync"));
        if (made.waitFor() != 0) {
            throw new IllegalStateException("no cluster: " + log());
        }
        // Only clients are killed here, so that nothing depends on what reached the disk.
        Process server = process(List.of(
                programs + "/postgres",
                "-D",
                data,
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
        await(server);
    }

    private Process process(List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid", USER, "--clear-groups"));
        }
        command.addAll(words);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private void await(Process server) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (server.isAlive() && System.nanoTime() < end) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (log().contains("ready to accept connections")) {
                    return;
                }
            } catch (IOException _) {
                // Not yet.
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("PostgreSQL does not start: " + log());
    }

    private void end(Process server) {
        try {
            // Java's own signal would let it wait for its clients.
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .start()
                    .waitFor();
            if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
            try (Stream<Path> tree = Files.walk(folder)) {
                tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        } catch (IOException | InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** The address of a schema, which need not exist. */
    String address(String schema) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=weather&currentSchema=" + schema;
    }
}
