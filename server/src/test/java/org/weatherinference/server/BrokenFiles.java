package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** Files that are no photos, or that promise or cost too much, drawn by hand. */
public final class BrokenFiles {
    private static final byte[] PNG_START = latin("\u0089PNG\r\n\u001a\n");

    private BrokenFiles() {}

    static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    /** A grey JPEG. */
    static byte[] jpeg(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) 99);
        return PhotoEncoder.jpeg(Photo.of(width, height, rgb), 90);
    }

    /** A grey JPEG with a comment. */
    static byte[] jpegWithComment(int width, int height, String comment) {
        return withComment(jpeg(width, height), comment);
    }

    /** A JPEG with a comment, of at most 65,533 characters, right behind its start. */
    public static byte[] withComment(byte[] jpeg, String comment) {
        int length = comment.length() + 2;
        return joined(
                Arrays.copyOf(jpeg, 2),
                new byte[] {(byte) 0xff, (byte) 0xfe, (byte) (length >> 8), (byte) length},
                latin(comment),
                Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    static byte[] half(byte[] file) {
        return Arrays.copyOf(file, file.length / 2);
    }

    /** With another byte in the place of the one so far after the words. */
    static byte[] flipped(byte[] file, String words, int after) {
        byte[] changed = file.clone();
        int at = new String(file, ISO_8859_1).indexOf(words);
        changed[at + after] ^= 0x55;
        return changed;
    }

    /** A JPEG of several scans. */
    static byte[] progressiveJpeg() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(
                    null, new IIOImage(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), null, null), settings);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    /** A JPEG that promises a size and holds no picture. */
    static byte[] jpegHeader(int size) {
        return ByteBuffer.allocate(21)
                .put(latin("\u00ff\u00d8\u00ff\u00c0\0\u0011\b"))
                .putShort((short) size)
                .putShort((short) size)
                .put(latin("\u0003\u0001\u0011\0\u0002\u0011\0\u0003\u0011\0"))
                .array();
    }

    /** A GIF of 35 bytes that promises a size. */
    static byte[] gif(int width, int height) {
        return ByteBuffer.allocate(35)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put(latin("GIF89a"))
                .putShort((short) width)
                .putShort((short) height)
                .put(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1, ','})
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height)
                .put(new byte[] {0, 2, 2, 0x4c, 1, 0, ';'})
                .array();
    }

    /** A black PNG of one bit a pixel. */
    static byte[] blackPng(int width, int height) {
        return png(width, height, new byte[0], deflated((width + 7) / 8 + 1, height));
    }

    /** A PNG that promises a size and holds next to nothing. */
    static byte[] pngHeader(int width, int height) {
        return png(width, height, new byte[0], deflated(10, 1));
    }

    /** A small PNG with a comment of 256 MB in 250 KB. */
    static byte[] pngWithLongComment() {
        return png(8, 8, chunk("zTXt", joined(latin("Comment\0\0"), deflated(1 << 20, 256))), deflated(2, 8));
    }

    private static byte[] png(int width, int height, byte[] extra, byte[] compressed) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {1, 0, 0, 0, 0})
                .array();
        return joined(PNG_START, chunk("IHDR", header), extra, chunk("IDAT", compressed), chunk("IEND", new byte[0]));
    }

    private static byte[] chunk(String name, byte[] content) {
        byte[] named = joined(latin(name), content);
        CRC32 sum = new CRC32();
        sum.update(named);
        return ByteBuffer.allocate(named.length + 8)
                .putInt(content.length)
                .put(named)
                .putInt((int) sum.getValue())
                .array();
    }

    private static byte[] deflated(int zeros, int times) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, new Deflater(Deflater.BEST_SPEED))) {
            for (int i = 0; i < times; i++) {
                out.write(new byte[zeros]);
            }
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
