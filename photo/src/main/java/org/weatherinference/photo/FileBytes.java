package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A file's bytes as a header walker reads them: every read past the end says so as a truncated photo. */
final class FileBytes {
    private final PhotoFormat format;
    private final byte[] bytes;

    FileBytes(PhotoFormat format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes;
    }

    boolean has(long offset, long count) {
        return offset + count <= bytes.length;
    }

    void require(long offset, long count) throws MalformedPhotoException {
        if (!has(offset, count)) {
            throw truncated("needed " + count + " bytes at offset " + offset);
        }
    }

    int u8(long offset) throws MalformedPhotoException {
        require(offset, 1);
        return bytes[(int) offset] & 0xff;
    }

    int u16be(long offset) throws MalformedPhotoException {
        require(offset, 2);
        return (bytes[(int) offset] & 0xff) << 8 | (bytes[(int) offset + 1] & 0xff);
    }

    int u16le(long offset) throws MalformedPhotoException {
        return Short.toUnsignedInt(Short.reverseBytes((short) u16be(offset)));
    }

    int u24le(long offset) throws MalformedPhotoException {
        return u16le(offset) | u8(offset + 2) << 16;
    }

    int s32be(long offset) throws MalformedPhotoException {
        return u16be(offset) << 16 | u16be(offset + 2);
    }

    int s32le(long offset) throws MalformedPhotoException {
        return Integer.reverseBytes(s32be(offset));
    }

    long u32be(long offset) throws MalformedPhotoException {
        return Integer.toUnsignedLong(s32be(offset));
    }

    long u32le(long offset) throws MalformedPhotoException {
        return Integer.toUnsignedLong(s32le(offset));
    }

    /** The next place where a byte stands, from an offset on; the file's end where it does not. */
    int indexOf(int value, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != (byte) value) {
            at++;
        }
        return at;
    }

    /** Four bytes as the name of a chunk. */
    String name(long offset) throws MalformedPhotoException {
        require(offset, 4);
        return new String(bytes, (int) offset, 4, StandardCharsets.ISO_8859_1);
    }

    boolean startsWith(long offset, byte[] expected) {
        return has(offset, expected.length)
                && java.util.Arrays.equals(
                        bytes, (int) offset, (int) offset + expected.length, expected, 0, expected.length);
    }

    /** A view of a part, not a copy. */
    ByteBuffer slice(long offset, long count) throws MalformedPhotoException {
        require(offset, count);
        return ByteBuffer.wrap(bytes, (int) offset, (int) count);
    }

    MalformedPhotoException truncated(String what) {
        return new MalformedPhotoException("truncated " + format + ": " + what + ", file ends at " + bytes.length);
    }

    MalformedPhotoException corrupt(String what) {
        return new MalformedPhotoException("corrupt " + format + ": " + what);
    }
}
