package org.weatherinference.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checkout as somebody else gets it. What its commands need is built in it once for all tests. */
final class FreshClone {
    private static @Nullable CommandLine weather;

    private FreshClone() {}

    /** Its command line, with a home of its own; both are removed when the tests have ended. */
    static synchronized CommandLine weather() throws IOException {
        if (weather == null) {
            Path folder = Files.createTempDirectory("weather-clone");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            Path clone = folder.resolve("a clone");
            CommandLine.copy(Checkout.root(), clone);
            weather = new CommandLine(clone, Files.createDirectories(folder.resolve("home")));
        }
        return weather;
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> all = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
