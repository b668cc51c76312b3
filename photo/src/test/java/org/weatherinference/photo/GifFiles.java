package org.weatherinference.photo;

import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.le16;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** GIF files made block by block. */
final class GifFiles {
    static final byte[] TRAILER = {0x3b};
    /** Four greys: 0, 85, 170, 255. */
    private static final byte[] COLOURS = bytes(0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255);

    private GifFiles() {}

    static byte[] screen(int width, int height) {
        return bytes("GIF89a", le16(width), le16(height), 0x81, 0, 0, COLOURS);
    }

    static byte[] transparent(int index) {
        return bytes(0x21, 0xf9, 4, 1, 0, 0, index, 0);
    }

    /** A frame whose indices, 0 to 3, each follow a clear code, so that codes stay at three bits. */
    static byte[] frame(int left, int top, int width, int height, boolean interlaced, int... indices) {
        return bytes(
                0x2c,
                le16(left),
                le16(top),
                le16(width),
                le16(height),
                interlaced ? 0x40 : 0,
                2,
                blocks(codes(indices)),
                0);
    }

    private static byte[] codes(int... indices) {
        long bits = 0;
        int count = 0;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i <= indices.length * 2; i++) {
            int code = i == indices.length * 2 ? 5 : i % 2 == 0 ? 4 : indices[i / 2];
            bits |= (long) code << count;
            count += 3;
            for (; count >= 8 || (i == indices.length * 2 && count > 0); count -= 8, bits >>= 8) {
                packed.write((int) bits);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] blocks(byte[] data) {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        for (int at = 0; at < data.length; at += 255) {
            int length = Math.min(255, data.length - at);
            blocks.write(length);
            blocks.write(data, at, length);
        }
        return blocks.toByteArray();
    }

    /** A file by the JDK's own writer, with the long codes that it uses. */
    static byte[] written(Photo grey) {
        BufferedImage image = new BufferedImage(grey.width(), grey.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSamples(0, 0, grey.width(), grey.height(), 0, Drawings.reds(grey));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "gif", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** The same file with its one frame so many times. */
    static byte[] repeated(byte[] gif, int times) {
        int start = 13 + (3 << ((gif[10] & 7) + 1));
        byte[] frame = Arrays.copyOfRange(gif, start, gif.length - 1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(gif, 0, start);
        for (int i = 0; i < times; i++) {
            file.writeBytes(frame);
        }
        file.writeBytes(TRAILER);
        return file.toByteArray();
    }
}
