package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The orientation tag of an EXIF block, which is a small TIFF file (Exif 2.32, section 4.6.4). Looks at the first
 * directory and nothing else, so that no loop, bogus count or huge value elsewhere in the block can cost anything; a
 * block that makes no sense says nothing about the orientation.
 */
final class ExifOrientation {
    private static final int TAG = 0x0112;
    private static final int ENTRY = 12;

    private ExifOrientation() {}

    /**
     * The orientation, 1 to 8; 1 where there is none.
     *
     * @param exif from the byte order mark on
     */
    static int of(ByteBuffer exif) {
        ByteBuffer tiff = exif.slice();
        if (tiff.remaining() < 8 || !hasByteOrder(tiff)) {
            return 1;
        }
        return fromDirectory(tiff, Integer.toUnsignedLong(tiff.getInt(4)));
    }

    private static boolean hasByteOrder(ByteBuffer tiff) {
        short mark = tiff.getShort(0);
        tiff.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return (mark == 0x4949 || mark == 0x4d4d) && tiff.getShort(2) == 42;
    }

    private static int fromDirectory(ByteBuffer tiff, long offset) {
        if (offset + 2 > tiff.limit()) {
            return 1;
        }
        int count = Short.toUnsignedInt(tiff.getShort((int) offset));
        for (int i = 0; i < count; i++) {
            long entry = offset + 2 + (long) i * ENTRY;
            if (entry + ENTRY > tiff.limit()) {
                return 1;
            }
            if (Short.toUnsignedInt(tiff.getShort((int) entry)) == TAG) {
                return value(tiff, (int) entry);
            }
        }
        return 1;
    }

    private static int value(ByteBuffer tiff, int entry) {
        int value = switch (tiff.getShort(entry + 2)) {
            case 1 -> tiff.get(entry + 8);
            case 3 -> tiff.getShort(entry + 8);
            case 4 -> tiff.getInt(entry + 8);
            default -> 1;
        };
        return value >= 1 && value <= 8 ? value : 1;
    }
}
