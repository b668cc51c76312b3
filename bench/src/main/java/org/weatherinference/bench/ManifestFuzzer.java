package org.weatherinference.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;

/** Holds, for any bytes as {@code bundle.json}: the bundle opens, or is refused with a reason. For Jazzer. */
public final class ManifestFuzzer {
    private static final Path FOLDER = copyOfStandardBundle();

    private ManifestFuzzer() {}

    private static Path copyOfStandardBundle() {
        try {
            Path from = BundleStore.standard().standardBundle().folder();
            Path to = FuzzFolder.create();
            try (Stream<Path> tree = Files.walk(from)) {
                for (Path path : tree.toList()) {
                    Path copy = to.resolve(from.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(copy);
                    } else if (!path.endsWith("model.onnx")) {
                        Files.copy(path, copy);
                    }
                }
            }
            // What is checked last, and hashed each time.
            Files.writeString(to.resolve("model.onnx"), "a network");
            return to;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (BundleException refusal) {
            throw new IllegalStateException(refusal);
        }
    }

    /** Called by Jazzer, for each input. */
    public static void fuzzerTestOneInput(byte[] manifest) throws IOException {
        Files.write(FOLDER.resolve("bundle.json"), manifest);
        try {
            Bundle.open(FOLDER);
        } catch (BundleException refusal) {
            if (refusal.getMessage() == null || refusal.getMessage().isBlank()) {
                throw new AssertionError("refused without a word", refusal);
            }
        }
    }
}
