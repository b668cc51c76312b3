package org.weatherinference.photo;

import static org.weatherinference.photo.Fixtures.be32;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.insert;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** PNG files made chunk by chunk. */
final class PngFiles {
    static final byte[] SIGNATURE = bytes(0x89, "PNG\r\n", 0x1a, "\n");
    static final int AFTER_HEADER = 33;

    private PngFiles() {}

    /**
     * A file of these rows.
     *
     * @param extra chunks between header and data, such as a palette
     * @param rows each a filter byte and samples
     */
    static byte[] file(int width, int height, int depth, int colour, int interlace, byte[] extra, byte[] rows) {
        return bytes(
                SIGNATURE,
                header(width, height, depth, colour, interlace),
                extra,
                chunk("IDAT", deflate(rows)),
                chunk("IEND", new byte[0]));
    }

    static byte[] header(int width, int height, int depth, int colour, int interlace) {
        return chunk("IHDR", bytes(be32(width), be32(height), depth, colour, 0, 0, interlace));
    }

    static byte[] chunk(String name, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(bytes(name, content));
        return bytes(be32(content.length), name, content, be32((int) sum.getValue()));
    }

    static byte[] withExif(byte[] png, byte[] exif) {
        return insert(png, AFTER_HEADER, chunk("eXIf", exif));
    }

    static byte[] deflate(byte[] content) {
        return deflate(content, 1);
    }

    /** The same content so many times, compressed as one. */
    static byte[] deflate(byte[] content, int times) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, new Deflater(Deflater.BEST_SPEED))) {
            for (int i = 0; i < times; i++) {
                out.write(content);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
