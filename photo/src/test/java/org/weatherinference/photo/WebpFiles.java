package org.weatherinference.photo;

import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.pixCreate;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixSetSpp;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemWebP;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.le24;
import static org.weatherinference.photo.Fixtures.le32;

import java.nio.IntBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;

/** WebP files: pictures by Leptonica's writer, containers by hand. */
final class WebpFiles {
    private WebpFiles() {}

    static byte[] lossy(Photo photo) {
        return write(photo, 255, false);
    }

    static byte[] lossless(Photo photo) {
        return write(photo, 255, true);
    }

    /** Lossy, with the same opacity everywhere. */
    static byte[] translucent(Photo photo, int opacity) {
        return write(photo, opacity, false);
    }

    private static byte[] write(Photo photo, int opacity, boolean lossless) {
        PIX pix = pixCreate(photo.width(), photo.height(), 32);
        IntBuffer words =
                pix.data().capacity((long) photo.width() * photo.height()).asBuffer();
        for (int pixel : photo.pixels()) {
            words.put((pixel & 0xffffff00) | opacity);
        }
        pixSetSpp(pix, opacity == 255 ? 3 : 4);
        BytePointer data = new BytePointer();
        try (SizeTPointer size = new SizeTPointer(1)) {
            pixWriteMemWebP(data, size, pix, 95, lossless ? 1 : 0);
            byte[] file = new byte[(int) size.get()];
            data.get(file);
            return file;
        } finally {
            lept_free(data);
            pixDestroy(pix);
        }
    }

    /** What follows the file's header: chunks. */
    static byte[] chunksOf(byte[] webp) {
        return Arrays.copyOfRange(webp, 12, webp.length);
    }

    static byte[] file(byte[]... chunks) {
        byte[] body = bytes((Object[]) chunks);
        return bytes("RIFF", le32(body.length + 4), "WEBP", body);
    }

    static byte[] chunk(String name, byte[] content) {
        return bytes(name, le32(content.length), content, new byte[content.length % 2]);
    }

    static byte[] canvas(int flags, int width, int height) {
        return chunk("VP8X", bytes(le32(flags), le24(width - 1), le24(height - 1)));
    }

    /** A frame of an animation; left and top must be even. */
    static byte[] frame(int left, int top, Photo photo) {
        return chunk(
                "ANMF",
                bytes(
                        le24(left / 2),
                        le24(top / 2),
                        le24(photo.width() - 1),
                        le24(photo.height() - 1),
                        le24(100),
                        0,
                        chunksOf(lossless(photo))));
    }
}
