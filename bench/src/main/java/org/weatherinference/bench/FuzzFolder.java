package org.weatherinference.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.weatherinference.model.Folders;

/** Where a fuzzer writes what it tries: in memory, where the machine has a folder there, and gone when it ends. */
final class FuzzFolder {
    private static final Path MEMORY = Path.of("/dev/shm");

    private FuzzFolder() {}

    static Path create() throws IOException {
        Path folder = Files.isDirectory(MEMORY)
                ? Files.createTempDirectory(MEMORY, "weather-fuzz")
                : Files.createTempDirectory("weather-fuzz");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        return folder;
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
