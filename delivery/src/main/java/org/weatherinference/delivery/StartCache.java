package org.weatherinference.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.Folders;

/**
 * Java's AOT cache for a program that is put together. No two that Java writes are alike, so one is kept for each
 * content of all other layers, and what is made again is the same to the last byte.
 *
 * @param kept the folder where they are kept
 */
record StartCache(Path kept) {
    /** Each has some 40 MB. */
    private static final int MOST_KEPT = 5;

    private static final int LINES_SAID = 5;

    /** What the program does once for Java to write its cache of, before it is moved to where it will run. */
    interface Rehearsal {
        /**
         * A command that runs the program from where its layers were put together. Java finds its jars again below
         * another root: it compares what follows the path that all have in common.
         *
         * @param output the file that Java is to write
         */
        List<String> command(Path output) throws IOException;
    }

    /**
     * The file with the cache for these layers, which a rehearsal makes where none is kept.
     *
     * @param models references of the bundles to rehearse with, separated by commas
     */
    Path of(List<Layer> layers, String models, Rehearsal rehearsal) throws IOException, InterruptedException {
        Path file = kept.resolve("start-" + key(layers) + ".aot");
        if (!Files.exists(file)) {
            Files.createDirectories(kept);
            Path unfinished = kept.resolve(".start-" + UUID.randomUUID());
            try {
                rehearse(rehearsal.command(unfinished), models, unfinished);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        Folders.keepNewest(kept, one -> one.getFileName().toString().startsWith("start-"), MOST_KEPT);
        return file;
    }

    private static String key(List<Layer> layers) throws IOException {
        Checksum all = new Checksum();
        for (Layer layer : layers) {
            for (String path : layer.paths().keySet()) {
                all.add(path.getBytes(StandardCharsets.UTF_8));
                if (!Files.isDirectory(layer.place(path))) {
                    all.add(layer.place(path));
                }
            }
        }
        return all.hex();
    }

    private void rehearse(List<String> command, String models, Path output) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("WEATHER_") || name.startsWith("JAVA_"));
        builder.environment().put("WEATHER_MODEL", models);
        builder.environment().put("WEATHER_HOME", kept.resolve("no-home").toString());
        builder.environment().put("WEATHER_PORT", String.valueOf(freePort()));
        // Not one of the user's: else the server would make a key, and keep it.
        builder.environment().put("WEATHER_SECRET", UUID.randomUUID().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !Files.exists(output)) {
            // What follows is Java's own, of the cache that it writes all the same.
            List<String> lines = said.lines()
                    .takeWhile(line -> !line.startsWith("Temporary AOTConfiguration"))
                    .toList();
            throw new CommandException("what was put together does not start: "
                    + String.join("; ", lines.subList(Math.max(0, lines.size() - LINES_SAID), lines.size())));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
