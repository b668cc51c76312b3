package org.weatherinference.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes levels of 0 to 255 as a PNG (RFC 2083) whose palette goes from yellow to red as it grows less transparent.
 * ImageIO would do too, but loads java.desktop.
 */
final class HeatPng {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int LEVELS = 256;
    private static final int MOST_OPAQUE = 190;

    private HeatPng() {}

    /** @param levels rows from the top, one byte a pixel */
    static byte[] encode(int width, int height, byte[] levels) {
        var png = new ByteArrayOutputStream(levels.length / 4);
        png.writeBytes(SIGNATURE);
        byte depth = 8;
        byte palette = 3;
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(depth)
                        .put(palette)
                        .array());
        chunk(png, "PLTE", colours());
        chunk(png, "tRNS", opacities());
        chunk(png, "IDAT", deflate(rows(width, height, levels)));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] colours() {
        ByteBuffer colours = ByteBuffer.allocate(LEVELS * 3);
        for (int level = 0; level < LEVELS; level++) {
            colours.put((byte) 255).put((byte) (220 - level * 200 / 255)).put((byte) 0);
        }
        return colours.array();
    }

    private static byte[] opacities() {
        var opacities = new byte[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            opacities[level] = (byte) (level * MOST_OPAQUE / 255);
        }
        return opacities;
    }

    /** Each row after a byte that says that it is not filtered. */
    private static byte[] rows(int width, int height, byte[] levels) {
        ByteBuffer rows = ByteBuffer.allocate((width + 1) * height);
        for (int row = 0; row < height; row++) {
            rows.put((byte) 0).put(levels, row * width, width);
        }
        return rows.array();
    }

    private static byte[] deflate(byte[] data) {
        var deflated = new ByteArrayOutputStream(data.length / 4);
        var buffer = new byte[8192];
        try (var deflater = new Deflater()) {
            deflater.setInput(data);
            deflater.finish();
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        return deflated.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(data);
        png.writeBytes(bytes(data.length));
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(bytes((int) sum.getValue()));
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
