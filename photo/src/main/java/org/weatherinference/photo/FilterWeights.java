package org.weatherinference.photo;

/**
 * How much each old pixel counts in each new one along one axis, as integers with {@link #PRECISION} fractional bits.
 */
final class FilterWeights {
    /**
     * Fractional bits: as many as let three channels of 8 bits share a long. The result is Pillow's, give or take 1.
     */
    static final int PRECISION = 64 / 3 - 8;

    private final int[] firsts;
    private final int[] starts;
    private final int[] values;

    /**
     * Takes the arrays as its own.
     *
     * @param firsts for each new pixel, the first old pixel that counts
     * @param starts for each new pixel, where its weights start in {@code values}; one more at the end
     * @param values all weights, one new pixel after the other
     */
    private FilterWeights(int[] firsts, int[] starts, int[] values) {
        this.firsts = firsts;
        this.starts = starts;
        this.values = values;
    }

    /** The weights to scale {@code oldSize} pixels to {@code newSize}. */
    static FilterWeights of(int oldSize, int newSize) {
        double scale = (double) oldSize / newSize;
        // When shrinking, the triangle grows to span every pixel that is merged; when growing it spans two.
        double radius = Math.max(scale, 1);
        int[] firsts = new int[newSize];
        int[] starts = new int[newSize + 1];
        int[] values = new int[newSize * ((int) Math.ceil(radius) * 2 + 1)];
        for (int i = 0; i < newSize; i++) {
            double center = (i + 0.5) * scale;
            firsts[i] = Math.max((int) (center - radius + 0.5), 0);
            int end = Math.min((int) (center + radius + 0.5), oldSize);
            starts[i + 1] = starts[i] + end - firsts[i];
            fill(values, starts[i], triangle(center, radius, firsts[i], end));
        }
        return new FilterWeights(firsts, starts, values);
    }

    private static double[] triangle(double center, double radius, int first, int end) {
        double[] heights = new double[end - first];
        for (int i = 0; i < heights.length; i++) {
            double distance = Math.abs((first + i - center + 0.5) * (1 / radius));
            heights[i] = Math.max(1 - distance, 0);
        }
        return heights;
    }

    /**
     * Rounds weights to integers; the largest takes what rounding left, so that they sum to one and white stays white.
     */
    private static void fill(int[] values, int start, double[] heights) {
        double sum = 0;
        for (double height : heights) {
            sum += height;
        }
        int left = 1 << PRECISION;
        int largest = 0;
        for (int i = 0; i < heights.length; i++) {
            values[start + i] = (int) (0.5 + heights[i] / sum * (1 << PRECISION));
            left -= values[start + i];
            largest = heights[i] > heights[largest] ? i : largest;
        }
        values[start + largest] += left;
    }

    int[] values() {
        return values;
    }

    int size() {
        return firsts.length;
    }

    int first(int i) {
        return firsts[i];
    }

    /** The most old pixels that count in any new one. */
    int most() {
        int most = 0;
        for (int i = 0; i < size(); i++) {
            most = Math.max(most, end(i) - start(i));
        }
        return most;
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return starts[i + 1];
    }
}
