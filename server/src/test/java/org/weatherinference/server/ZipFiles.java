package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip files with datasets, and such as no program would write. */
final class ZipFiles {
    private static final int ENTRY = 0x02014b50;
    private static final int FLAGS = 8;
    private static final int SIZE = 24;
    private static final int MODE = 38;

    private ZipFiles() {}

    /** Photos of these names, red where a name says so and else blue. */
    static byte[] of(String... names) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : names) {
            files.put(name, name.contains("red") ? Scene.RED : Scene.BLUE);
        }
        return of(files);
    }

    static byte[] of(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** With another Unix mode of its first file: what tells a link from a file. */
    static byte[] withMode(byte[] zip, int mode) {
        ByteBuffer bytes = littleEndian(zip);
        bytes.putInt(firstEntry(bytes) + MODE, mode << 16);
        return zip;
    }

    /** Saying that its first file has so many bytes. */
    static byte[] withSize(byte[] zip, int size) {
        ByteBuffer bytes = littleEndian(zip);
        bytes.putInt(firstEntry(bytes) + SIZE, size);
        return zip;
    }

    /** Saying that its first file is encrypted. */
    static byte[] encrypted(byte[] zip) {
        ByteBuffer bytes = littleEndian(zip);
        int flags = firstEntry(bytes) + FLAGS;
        bytes.putShort(flags, (short) (bytes.getShort(flags) | 1));
        return zip;
    }

    /** With other bytes in the place of some, wherever they are. */
    static byte[] replaced(byte[] zip, String some, String other) {
        if (some.length() != other.length()) {
            throw new IllegalArgumentException(some + " is not as long as " + other);
        }
        return new String(zip, ISO_8859_1).replace(some, other).getBytes(ISO_8859_1);
    }

    private static ByteBuffer littleEndian(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int firstEntry(ByteBuffer zip) {
        for (int at = 0; at < zip.limit() - 4; at++) {
            if (zip.getInt(at) == ENTRY) {
                return at;
            }
        }
        throw new IllegalArgumentException("no entry");
    }
}
