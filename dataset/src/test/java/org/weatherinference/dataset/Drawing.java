package org.weatherinference.dataset;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.weatherinference.photo.Photo;

/** Photos that the tests draw. */
final class Drawing {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;

    private Drawing() {}

    /** A patchwork of coloured patches with soft edges; each seed gives another. */
    static Photo scene(long seed) {
        byte[] patches = new byte[12 * 9 * 3];
        new Random(seed).nextBytes(patches);
        return Photo.of(12, 9, patches).resize(WIDTH, HEIGHT);
    }

    /** A clear sky, bright above and darker below, with faint grain; each seed gives other grain. */
    static Photo sky(long seed) {
        Random grain = new Random(seed);
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / (WIDTH * 3);
            rgb[i] = (byte) (220 - row - 40 * (2 - i % 3) / 2 + grain.nextInt(-6, 7));
        }
        return Photo.of(WIDTH, HEIGHT, rgb);
    }

    /** With a white strip along the lower edge, as stock photos have it for a caption. */
    static Photo captioned(Photo photo) {
        byte[] rgb = pixels(photo);
        Arrays.fill(rgb, photo.width() * (photo.height() - 6) * 3, rgb.length, (byte) 255);
        return Photo.of(photo.width(), photo.height(), rgb);
    }

    /** Every value times 0.7. */
    static Photo darker(Photo photo) {
        return scaled(photo, 0.7, 0);
    }

    /** As if in thick fog: hardly any contrast. */
    static Photo foggy(Photo photo) {
        return scaled(photo, 0.25, 100);
    }

    private static Photo scaled(Photo photo, double factor, int offset) {
        byte[] rgb = pixels(photo);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((rgb[i] & 0xFF) * factor + offset);
        }
        return Photo.of(photo.width(), photo.height(), rgb);
    }

    private static byte[] pixels(Photo photo) {
        byte[] rgb = new byte[photo.width() * photo.height() * 3];
        photo.copyTo(ByteBuffer.wrap(rgb));
        return rgb;
    }
}
