package org.weatherinference.photo;

import java.nio.ByteBuffer;

/**
 * How a PNG stores its pixels.
 *
 * @param depth bits of a sample
 * @param palette the PLTE chunk, empty where there is none
 * @param transparency the tRNS chunk, empty where there is none
 */
record PngLayout(int width, int height, int depth, Colour colour, ByteBuffer palette, ByteBuffer transparency) {
    /** What the samples of a pixel are. */
    enum Colour {
        GREY(0, 1, 1 | 2 | 4 | 8 | 16),
        RGB(2, 3, 8 | 16),
        PALETTE(3, 1, 1 | 2 | 4 | 8),
        GREY_ALPHA(4, 2, 8 | 16),
        RGB_ALPHA(6, 4, 8 | 16);

        private final int type;
        private final int samples;
        private final int depths;

        Colour(int type, int samples, int depths) {
            this.type = type;
            this.samples = samples;
            this.depths = depths;
        }

        boolean is(int type, int depth) {
            return this.type == type && Integer.bitCount(depth) == 1 && (depths & depth) != 0;
        }
    }

    /** Bytes that a row of so many pixels takes, rounded up. */
    int bytes(int pixels) {
        return Math.toIntExact(((long) pixels * colour.samples * depth + 7) / 8);
    }

    boolean hasAlpha() {
        return colour == Colour.GREY_ALPHA || colour == Colour.RGB_ALPHA || transparency.limit() > 0;
    }
}
