package org.weatherinference.photo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pieces of files that the format fixtures share. */
final class Fixtures {
    static final PhotoDecoder DECODER = PhotoDecoder.create(PhotoLimits.DEFAULT);

    private Fixtures() {}

    /** Strings as ISO-8859-1, numbers as bytes, arrays as they are. */
    static byte[] bytes(Object... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Object part : parts) {
            switch (part) {
                case byte[] array -> joined.writeBytes(array);
                case String text -> joined.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
                case Integer number -> joined.write(number);
                default -> throw new IllegalArgumentException(part.toString());
            }
        }
        return joined.toByteArray();
    }

    static byte[] le16(int value) {
        return little(2).putShort((short) value).array();
    }

    static byte[] le32(int value) {
        return little(4).putInt(value).array();
    }

    static byte[] le24(int value) {
        return Arrays.copyOf(le32(value), 3);
    }

    static byte[] be16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    static byte[] be32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An EXIF block with nothing but an orientation. */
    static byte[] exif(int orientation) {
        return bytes("MM\0*", be32(8), be16(1), be16(0x112), be16(3), be32(1), be16(orientation), be16(0), be32(0));
    }

    static byte[] cut(byte[] file, int length) {
        return Arrays.copyOf(file, length);
    }

    /** Where the given bytes stand first. */
    static int indexOf(byte[] file, byte[] wanted) {
        for (int at = 0; at + wanted.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }

    static byte[] insert(byte[] file, int at, byte[] added) {
        return bytes(Arrays.copyOf(file, at), added, Arrays.copyOfRange(file, at, file.length));
    }
}
