package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Files that came with the program. */
final class Resources {
    private Resources() {}

    /** One of this package's. */
    static String text(String name) {
        return new String(read("/org/weatherinference/server/" + name).orElseThrow(), UTF_8);
    }

    /** Empty where there is none. */
    static Optional<byte[]> read(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException fault) {
            throw new UncheckedIOException(path + " cannot be read from the program", fault);
        }
    }
}
