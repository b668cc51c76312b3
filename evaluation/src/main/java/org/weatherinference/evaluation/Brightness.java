package org.weatherinference.evaluation;

import java.nio.ByteBuffer;
import org.weatherinference.photo.Photo;

/** How light a photo is, as it is shown: the mean of its luma (ITU-R BT.601), 0 for black to 1 for white. */
final class Brightness {
    /** Below it a photo counts as dark: docs/decisions/061. */
    static final double DARK = 0.25;

    private static final int SIDE = 32;

    private Brightness() {}

    static double of(Photo photo) {
        ByteBuffer rgb = ByteBuffer.allocate(SIDE * SIDE * 3);
        photo.resize(SIDE, SIDE).copyTo(rgb);
        rgb.flip();
        double sum = 0;
        while (rgb.hasRemaining()) {
            sum += 0.299 * (rgb.get() & 0xFF) + 0.587 * (rgb.get() & 0xFF) + 0.114 * (rgb.get() & 0xFF);
        }
        return sum / (255 * SIDE * SIDE);
    }
}
