package org.weatherinference.photo;

import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.le16;
import static org.weatherinference.photo.Fixtures.le32;

/** BMP files made by hand. */
final class BmpFiles {
    private BmpFiles() {}

    /**
     * A file with a header of 40 bytes.
     *
     * @param height negative for rows from the top
     * @param extra what stands between header and rows: masks or palette
     */
    static byte[] file(int width, int height, int bits, int compression, byte[] extra, byte[] rows) {
        return bytes(
                "BM",
                le32(54 + extra.length + rows.length),
                le32(0),
                le32(54 + extra.length),
                le32(40),
                le32(width),
                le32(height),
                le16(1),
                le16(bits),
                le32(compression),
                new byte[12],
                le32(extra.length / 4),
                le32(0),
                extra,
                rows);
    }

    /** Two by two pixels, 24 bits, the lower row first: 1 2 / 3 4. */
    static byte[] small() {
        return file(2, 2, 24, 0, new byte[0], bytes(3, 3, 3, 4, 4, 4, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0));
    }
}
