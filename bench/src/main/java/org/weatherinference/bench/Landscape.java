package org.weatherinference.bench;

import java.util.Random;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** A landscape drawn by arithmetic, as rich in detail as a camera's photo: its bytes decide what decoding costs. */
final class Landscape {
    /** What cameras and phones take. */
    private static final int QUALITY = 88;

    private static final int NOISE = 12;

    private Landscape() {}

    /** In the format 4:3. */
    static Photo drawn(int width) {
        int height = width * 3 / 4;
        Random random = new Random(width);
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                draw(rgb, (y * width + x) * 3, (double) x / width, (double) y / height, random.nextInt(NOISE));
            }
        }
        return Photo.of(width, height, rgb);
    }

    static byte[] jpeg(int width) {
        return PhotoEncoder.jpeg(drawn(width), QUALITY);
    }

    private static void draw(byte[] rgb, int at, double x, double y, int noise) {
        double detail = Math.sin(x * 31 + y * 17) + Math.sin(x * 173 - y * 139) / 2 + Math.sin(x * 701 + y * 811) / 4;
        boolean sky = y < 0.55 + Math.sin(x * 9) / 20;
        double light = sky ? 150 + 90 * y + 20 * detail : 90 + 40 * detail;
        rgb[at] = (byte) clamped((sky ? light * 0.8 : light * 0.7) + noise);
        rgb[at + 1] = (byte) clamped((sky ? light * 0.95 : light * 1.1) + noise);
        rgb[at + 2] = (byte) clamped((sky ? light * 1.15 : light * 0.5) + noise);
    }

    private static int clamped(double value) {
        return (int) Math.clamp(value, 0, 255);
    }
}
