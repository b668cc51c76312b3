package org.weatherinference.photo;

import java.nio.ByteBuffer;

/** Turns a PNG's samples into 8-bit colours with opacity. */
final class PngColours {
    private static final int OPAQUE = 0xff;

    private final PngLayout layout;
    private final int[] palette;
    private final int[] transparent;

    PngColours(PngLayout layout) {
        this.layout = layout;
        this.palette = palette(layout.palette(), layout.transparency());
        this.transparent = transparent(layout);
    }

    /** Padded with opaque black to all that a sample can name. */
    private static int[] palette(ByteBuffer colours, ByteBuffer opacities) {
        int[] palette = new int[256];
        ByteBuffer colour = colours.slice();
        ByteBuffer opacity = opacities.slice();
        for (int i = 0; i < palette.length; i++) {
            int rgb =
                    colour.remaining() < 3 ? 0 : colour(colour.get() & 0xff, colour.get() & 0xff, colour.get() & 0xff);
            palette[i] = rgb | (opacity.hasRemaining() ? opacity.get() & 0xff : OPAQUE);
        }
        return palette;
    }

    /** The samples of the one colour that is transparent; none match where there is no such colour. */
    private static int[] transparent(PngLayout layout) {
        int[] samples = {-1, -1, -1};
        ByteBuffer chunk = layout.transparency().slice();
        for (int i = 0; i < samples.length && chunk.remaining() > 1; i++) {
            samples[i] = chunk.getShort() & 0xffff;
        }
        return samples;
    }

    /** Fills {@code pixels[start]}, {@code [start + step]} and so on with the first {@code count} pixels of a row. */
    void expand(byte[] row, int count, int[] pixels, int start, int step) {
        for (int x = 0, to = start; x < count; x++, to += step) {
            pixels[to] = pixel(row, x);
        }
    }

    private int pixel(byte[] row, int x) {
        return switch (layout.colour()) {
            case GREY -> grey(to8(sample(row, x))) | (sample(row, x) == transparent[0] ? 0 : OPAQUE);
            case GREY_ALPHA -> grey(to8(sample(row, 2 * x))) | to8(sample(row, 2 * x + 1));
            case PALETTE -> palette[sample(row, x)];
            case RGB -> rgb(row, 3 * x) | (isTransparent(row, 3 * x) ? 0 : OPAQUE);
            case RGB_ALPHA -> rgb(row, 4 * x) | to8(sample(row, 4 * x + 3));
        };
    }

    private boolean isTransparent(byte[] row, int at) {
        return sample(row, at) == transparent[0]
                && sample(row, at + 1) == transparent[1]
                && sample(row, at + 2) == transparent[2];
    }

    private int rgb(byte[] row, int at) {
        return colour(to8(sample(row, at)), to8(sample(row, at + 1)), to8(sample(row, at + 2)));
    }

    private static int grey(int value) {
        return colour(value, value, value);
    }

    private static int colour(int red, int green, int blue) {
        return red << 24 | green << 16 | blue << 8;
    }

    private int sample(byte[] row, int i) {
        int depth = layout.depth();
        if (depth == 8) {
            return row[i] & 0xff;
        }
        if (depth == 16) {
            return (row[2 * i] & 0xff) << 8 | (row[2 * i + 1] & 0xff);
        }
        int shift = 8 - depth - i * depth % 8;
        return row[i * depth / 8] >> shift & (1 << depth) - 1;
    }

    private int to8(int sample) {
        return switch (layout.depth()) {
            case 16 -> sample >> 8;
            case 8 -> sample;
            default -> sample * 255 / ((1 << layout.depth()) - 1);
        };
    }
}
