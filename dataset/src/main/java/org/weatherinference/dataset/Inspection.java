package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoFormat;
import org.weatherinference.photo.PhotoHeader;

/**
 * What was found in a photo's file.
 *
 * @param bytes of the file
 * @param header null where it is no photo
 * @param quality of a JPEG, as {@link JpegQuality} tells it; 0 for others
 * @param fault why it cannot be used; null where it can
 */
record Inspection(
        Entry entry,
        Content content,
        long bytes,
        @Nullable PhotoHeader header,
        int quality,
        @Nullable String fault) {
    static Inspection of(Dataset dataset, Entry entry) {
        byte[] file;
        try {
            file = Files.readAllBytes(dataset.file(entry));
        } catch (IOException e) {
            return broken(entry, new byte[0], "cannot be read: " + e.getMessage());
        }
        try {
            PhotoHeader header = Content.DECODER.header(file);
            Thumbnail thumbnail = Thumbnail.of(Content.DECODER.decode(file, Thumbnail.SIDE, Thumbnail.SIDE));
            int quality = header.format() == PhotoFormat.JPEG ? JpegQuality.of(file) : 0;
            return new Inspection(entry, new Content(Sha256.hex(file), thumbnail), file.length, header, quality, null);
        } catch (PhotoException e) {
            return broken(entry, file, String.valueOf(e.getMessage()));
        }
    }

    private static Inspection broken(Entry entry, byte[] file, String fault) {
        return new Inspection(entry, new Content(Sha256.hex(file), null), file.length, null, 0, fault);
    }

    /** Pixels; 0 where it is no photo. */
    long pixels() {
        return header == null ? 0 : header.pixels();
    }

    boolean resembles(Inspection other) {
        Thumbnail own = content.thumbnail();
        Thumbnail others = other.content.thumbnail();
        return content.hash().equals(other.content.hash()) || (own != null && others != null && own.resembles(others));
    }
}
