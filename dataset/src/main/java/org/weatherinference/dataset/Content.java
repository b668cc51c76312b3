package org.weatherinference.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/**
 * What a photo's file holds.
 *
 * @param hash SHA-256 of its bytes, in hex
 * @param thumbnail null where the file is no photo that can be decoded
 */
record Content(String hash, @Nullable Thumbnail thumbnail) {
    static final PhotoDecoder DECODER = PhotoDecoder.create(PhotoLimits.DEFAULT);

    /** The contents of all entries, in their order, read on all cores. */
    static List<Content> of(Dataset dataset, Runnable eachRead) throws DatasetException {
        return readAll(dataset, file -> {
            Content content = new Content(Sha256.hex(file), thumbnail(file));
            eachRead.run();
            return content;
        });
    }

    /** The hashes alone, without decoding. */
    static List<String> hashes(Dataset dataset) throws DatasetException {
        return readAll(dataset, Sha256::hex);
    }

    private static <T> List<T> readAll(Dataset dataset, Function<byte[], T> read) throws DatasetException {
        try {
            return dataset.entries().parallelStream()
                    .map(entry -> read.apply(bytes(dataset, entry)))
                    .toList();
        } catch (UncheckedIOException e) {
            throw new DatasetException(String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] bytes(Dataset dataset, Entry entry) {
        try {
            return Files.readAllBytes(dataset.file(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(dataset.file(entry) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable Thumbnail thumbnail(byte[] file) {
        try {
            return Thumbnail.of(DECODER.decode(file, Thumbnail.SIDE, Thumbnail.SIDE));
        } catch (PhotoException e) {
            return null;
        }
    }
}
