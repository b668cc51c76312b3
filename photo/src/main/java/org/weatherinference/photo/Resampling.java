package org.weatherinference.photo;

import java.util.Arrays;

/**
 * Scales interleaved RGB with a triangle filter, first along the rows, then along the columns, rounding to bytes in
 * between; at least one side changes. Weights are integers, so every machine computes the same bytes.
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

    private Resampling() {}

    private static long spread(long lane) {
        return lane | (lane << GREEN) | (lane << BLUE);
    }

    static byte[] resize(byte[] rgb, int width, int height, int newWidth, int newHeight) {
        long[] wide = alongRows(rgb, width, height, newWidth);
        return alongColumns(wide, newWidth, height, newHeight);
    }

    private static long[] alongRows(byte[] rgb, int width, int height, int newWidth) {
        FilterWeights weights = FilterWeights.of(width, newWidth);
        long[] scaled = new long[height * newWidth];
        long[] row = new long[width];
        for (int y = 0; y < height; y++) {
            pack(rgb, y * width * 3, row);
            scaleRow(row, scaled, y * newWidth, weights);
        }
        return scaled;
    }

    private static void pack(byte[] rgb, int from, long[] row) {
        for (int x = 0, i = from; x < row.length; x++, i += 3) {
            long red = rgb[i] & 0xff;
            long green = rgb[i + 1] & 0xff;
            long blue = rgb[i + 2] & 0xff;
            row[x] = red | (green << GREEN) | (blue << BLUE);
        }
    }

    private static void scaleRow(long[] row, long[] scaled, int to, FilterWeights weights) {
        int[] values = weights.values();
        for (int x = 0; x < weights.size(); x++) {
            long sum = HALF;
            int pixel = weights.first(x);
            int end = weights.end(x);
            for (int k = weights.start(x); k < end; k++) {
                sum += row[pixel++] * values[k];
            }
            scaled[to + x] = (sum >>> FilterWeights.PRECISION) & COLOURS;
        }
    }

    private static byte[] alongColumns(long[] wide, int width, int height, int newHeight) {
        FilterWeights weights = FilterWeights.of(height, newHeight);
        byte[] scaled = new byte[newHeight * width * 3];
        long[] sums = new long[width];
        for (int y = 0; y < newHeight; y++) {
            Arrays.fill(sums, HALF);
            for (int k = weights.start(y), row = weights.first(y); k < weights.end(y); k++, row++) {
                addRow(sums, wide, row * width, weights.values()[k]);
            }
            unpack(sums, scaled, y * width * 3);
        }
        return scaled;
    }

    private static void addRow(long[] sums, long[] wide, int from, int weight) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += wide[from + x] * weight;
        }
    }

    private static void unpack(long[] sums, byte[] scaled, int to) {
        for (int x = 0, out = to; x < sums.length; x++, out += 3) {
            long pixel = sums[x] >>> FilterWeights.PRECISION;
            scaled[out] = (byte) pixel;
            scaled[out + 1] = (byte) (pixel >>> GREEN);
            scaled[out + 2] = (byte) (pixel >>> BLUE);
        }
    }
}
