package org.weatherinference.photo;

import java.util.Arrays;

/**
 * Scales a photo with a triangle filter, first along the rows, then along the columns, rounding to bytes in between; at
 * least one side changes. Weights are integers, so every machine computes the same bytes. Of the rows that were scaled
 * along, only those that the next new row needs are kept, and so stay in the processor's cache.
 *
 * <p>In between, a pixel's three channels ride in one long, so that one multiplication weighs all three: each has a
 * lane of 8 bits of colour and as many as a weight has.
 */
final class Resampling {
    private static final int LANE = 8 + FilterWeights.PRECISION;
    private static final int GREEN = LANE;
    private static final int BLUE = 2 * LANE;
    private static final long COLOURS = spread(0xff);
    private static final long HALF = spread(1 << (FilterWeights.PRECISION - 1));

    private final int[] pixels;
    private final FilterWeights along;
    private final FilterWeights down;
    /** One row of the photo, channels in lanes. */
    private final long[] row;
    /** The last rows that were scaled along; row n lies at n modulo their number. */
    private final long[][] scaled;

    private int rowsScaled;

    private Resampling(Photo photo, int width, int height) {
        pixels = photo.pixels();
        along = FilterWeights.of(photo.width(), width);
        down = FilterWeights.of(photo.height(), height);
        row = new long[photo.width()];
        scaled = new long[down.most()][width];
    }

    private static long spread(long lane) {
        return lane | (lane << GREEN) | (lane << BLUE);
    }

    /** The photo's pixels at the new size. */
    static int[] resize(Photo photo, int width, int height) {
        return new Resampling(photo, width, height).run();
    }

    private int[] run() {
        int[] resized = new int[along.size() * down.size()];
        long[] sums = new long[along.size()];
        for (int y = 0; y < down.size(); y++) {
            Arrays.fill(sums, HALF);
            for (int k = down.start(y), from = down.first(y); k < down.end(y); k++, from++) {
                addRow(sums, scaledRow(from), down.values()[k]);
            }
            unpack(sums, resized, y * sums.length);
        }
        return resized;
    }

    /** Rows are asked for in rising order, but for as many steps back as rows are kept. */
    private long[] scaledRow(int y) {
        while (rowsScaled <= y) {
            pack(pixels, rowsScaled * row.length, row);
            scaleRow(row, scaled[rowsScaled % scaled.length], along);
            rowsScaled++;
        }
        return scaled[y % scaled.length];
    }

    private static void pack(int[] pixels, int from, long[] row) {
        for (int x = 0; x < row.length; x++) {
            int pixel = pixels[from + x];
            row[x] = pixel >>> 24 | (pixel & 0xff0000L) << (GREEN - 16) | (pixel & 0xff00L) << (BLUE - 8);
        }
    }

    private static void scaleRow(long[] row, long[] scaled, FilterWeights weights) {
        int[] values = weights.values();
        for (int x = 0; x < scaled.length; x++) {
            long sum = HALF;
            int pixel = weights.first(x);
            int end = weights.end(x);
            for (int k = weights.start(x); k < end; k++) {
                sum += row[pixel++] * values[k];
            }
            scaled[x] = (sum >>> FilterWeights.PRECISION) & COLOURS;
        }
    }

    private static void addRow(long[] sums, long[] row, int weight) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += row[x] * weight;
        }
    }

    private static void unpack(long[] sums, int[] resized, int to) {
        for (int x = 0; x < sums.length; x++) {
            long pixel = sums[x] >>> FilterWeights.PRECISION;
            resized[to + x] = (int) pixel << 24
                    | ((int) (pixel >>> (GREEN - 16)) & 0xff0000)
                    | ((int) (pixel >>> (BLUE - 8)) & 0xff00);
        }
    }
}
