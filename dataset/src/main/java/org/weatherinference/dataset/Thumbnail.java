package org.weatherinference.dataset;

import java.nio.ByteBuffer;
import org.weatherinference.photo.Photo;

/**
 * A photo squashed to 32 x 32 grey pixels, to tell whether another shows the same. Two things are compared, each by
 * correlation, so that neither exposure nor contrast matters: the whole, and the detail that stays when the
 * surroundings of each pixel are taken off. The whole alone would take any two skies for one. Roots of the detail are
 * compared, else a white strip below two photos would outweigh all that they show.
 */
final class Thumbnail {
    static final int SIDE = 32;

    /**
     * With these, of 400 photos' copies all that were re-compressed, halved or mirrored are found, 99 % of those made
     * 1.4 times as bright, 98 % of those cropped by 2 % on each side; and of 37 million pairs of photos no unlike one.
     */
    private static final double LEAST_WHOLE = 0.9;

    private static final double LEAST_DETAIL = 0.8;

    /** Of 256 signs; where the detail correlates with 0.8, some 52 differ (acos(0.8) / pi), where not at all 128. */
    private static final int MOST_SIGNS = 80;

    private static final int PIXELS = SIDE * SIDE;
    private static final int SURROUNDINGS = 3;
    private static final int CELL = 2;
    private static final int CELLS = SIDE / CELL;
    private static final int WORDS = CELLS * CELLS / Long.SIZE;

    private final float[] whole;
    private final float[] detail;
    private final float[] mirroredDetail;
    private final long[] signs;
    private final long[] mirroredSigns;

    private Thumbnail(float[] grey) {
        whole = normal(grey);
        detail = normal(roots(grey));
        mirroredDetail = mirror(detail);
        signs = signs(detail);
        mirroredSigns = signs(mirroredDetail);
    }

    static Thumbnail of(Photo photo) {
        byte[] rgb = new byte[PIXELS * 3];
        photo.resize(SIDE, SIDE).copyTo(ByteBuffer.wrap(rgb));
        float[] grey = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            grey[i] =
                    0.299f * (rgb[3 * i] & 0xFF) + 0.587f * (rgb[3 * i + 1] & 0xFF) + 0.114f * (rgb[3 * i + 2] & 0xFF);
        }
        return new Thumbnail(grey);
    }

    /** Whether both show the same, perhaps mirrored. */
    boolean resembles(Thumbnail other) {
        boolean straight = agrees(other.signs, other.detail) && product(whole, other.whole) >= LEAST_WHOLE;
        return straight || mirrors(other);
    }

    private boolean mirrors(Thumbnail other) {
        return agrees(other.mirroredSigns, other.mirroredDetail) && product(whole, mirror(other.whole)) >= LEAST_WHOLE;
    }

    /** The signs are a hash that spares the multiplications for nearly all pairs. */
    private boolean agrees(long[] otherSigns, float[] otherDetail) {
        int different = 0;
        for (int i = 0; i < WORDS; i++) {
            different += Long.bitCount(signs[i] ^ otherSigns[i]);
        }
        return different <= MOST_SIGNS && product(detail, otherDetail) >= LEAST_DETAIL;
    }

    /** The correlation, as both are {@link #normal}. */
    private static double product(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    /** How far each pixel is above or below its surroundings, as a root. */
    private static float[] roots(float[] grey) {
        float[] roots = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            float beyond = grey[i] - surroundings(grey, i % SIDE, i / SIDE);
            roots[i] = (float) Math.copySign(Math.sqrt(Math.abs(beyond)), beyond);
        }
        return roots;
    }

    private static float surroundings(float[] grey, int x, int y) {
        int top = Math.max(0, y - SURROUNDINGS);
        int bottom = Math.min(SIDE - 1, y + SURROUNDINGS);
        int left = Math.max(0, x - SURROUNDINGS);
        int right = Math.min(SIDE - 1, x + SURROUNDINGS);
        float sum = 0;
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                sum += grey[row * SIDE + column];
            }
        }
        return sum / ((bottom - top + 1) * (right - left + 1));
    }

    /** With mean 0 and length 1; all 0 where all values are the same. */
    private static float[] normal(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = sum / PIXELS;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        double length = Math.sqrt(squares) + 1e-3;
        float[] normal = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            normal[i] = (float) ((values[i] - mean) / length);
        }
        return normal;
    }

    private static float[] mirror(float[] values) {
        float[] mirrored = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            int x = i % SIDE;
            mirrored[i] = values[i - x + SIDE - 1 - x];
        }
        return mirrored;
    }

    /** One bit for each cell of pixels: whether they are brighter than their surroundings. */
    private static long[] signs(float[] detail) {
        long[] signs = new long[WORDS];
        for (int cell = 0; cell < CELLS * CELLS; cell++) {
            int corner = (cell / CELLS) * CELL * SIDE + (cell % CELLS) * CELL;
            float sum = detail[corner] + detail[corner + 1] + detail[corner + SIDE] + detail[corner + SIDE + 1];
            if (sum > 0) {
                signs[cell / Long.SIZE] |= 1L << cell;
            }
        }
        return signs;
    }
}
