package org.weatherinference.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Folders;

/**
 * Holds, for any bytes as an archive: they become a bundle, or are refused, and then the store is as before. For
 * Jazzer.
 */
public final class BundleFuzzer {
    private static final Path FOLDER = folder();

    private BundleFuzzer() {}

    private static Path folder() {
        try {
            return FuzzFolder.create();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Called by Jazzer, for each input. */
    public static void fuzzerTestOneInput(byte[] archive) throws IOException {
        Path file = Files.write(FOLDER.resolve("bundle.zip"), archive);
        Path home = FOLDER.resolve("home");
        try {
            BundleStore.open(home).add(file, null);
        } catch (BundleException refusal) {
            if (refusal.getMessage() == null || refusal.getMessage().isBlank()) {
                throw new AssertionError("refused without a word", refusal);
            }
            expectNothingIn(home.resolve("bundles"));
        } finally {
            Folders.delete(home);
        }
    }

    private static void expectNothingIn(Path bundles) throws IOException {
        if (!Files.isDirectory(bundles)) {
            return;
        }
        try (Stream<Path> left = Files.list(bundles)) {
            left.filter(path -> !path.getFileName().toString().startsWith("."))
                    .findFirst()
                    .ifPresent(path -> {
                        throw new AssertionError(path + " was left behind");
                    });
        }
    }
}
