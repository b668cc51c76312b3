package org.weatherinference.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** A dataset's folder in the making. */
record TestFolder(Path path) {
    /** A file whose bytes are its own path: no photo, but no two are alike. */
    TestFolder file(String name) {
        return write(name, name.getBytes(StandardCharsets.UTF_8));
    }

    TestFolder photo(String name, Photo photo) {
        return write(name, PhotoEncoder.jpeg(photo, 85));
    }

    TestFolder table(String text) {
        return write("photos.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    TestFolder write(String name, byte[] bytes) {
        Path file = path.resolve(name);
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Dataset read() throws DatasetException {
        return Dataset.read(path);
    }
}
