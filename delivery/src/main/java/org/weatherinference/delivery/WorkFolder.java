package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder that is gone at the end, also when the process is told to end before. Whoever opens it closes it.
 */
record WorkFolder(Path path, Thread hook) implements AutoCloseable {
    static WorkFolder open() throws IOException {
        Path path = Files.createTempDirectory("weather-build");
        Thread hook = new Thread(() -> deleteQuietly(path), "remove-work");
        Runtime.getRuntime().addShutdownHook(hook);
        return new WorkFolder(path, hook);
    }

    @Override
    public void close() throws IOException {
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook finds nothing to do.
        }
    }

    /** What cannot be deleted stays. */
    static void deleteQuietly(Path folder) {
        try {
            delete(folder);
        } catch (IOException _) {
            // What still writes there puts files back; what is left lies with other temporary files.
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
