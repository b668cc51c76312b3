package org.weatherinference.onnx;

import java.nio.FloatBuffer;

/** How often a value had which size. Grows while photos are shown. */
final class Histogram {
    private static final int BINS = 4096;

    /**
     * Of the numbers at either end, which are left to the farthest number that is kept: measured on a MobileNetV2, a
     * tenth of it is no better, ten times of it and nothing are worse.
     */
    private static final double CUT = 1e-4;

    private final double low;
    private final double high;
    private final long[] counts = new long[BINS];
    private long all;

    /**
     * @param low the least number, at most 0
     * @param high the largest, at least 0
     */
    Histogram(double low, double high) {
        this.low = low;
        this.high = high;
    }

    void see(FloatBuffer numbers) {
        double bins = high > low ? (BINS - 1) / (high - low) : 0;
        for (int i = numbers.position(); i < numbers.limit(); i++) {
            counts[Math.clamp(Math.round((numbers.get(i) - low) * bins), 0, BINS - 1)]++;
        }
        all += numbers.remaining();
    }

    /** Whole numbers for what is kept. */
    ByteScale scale() {
        int first = 0;
        for (long cut = counts[first]; first < BINS - 1 && cut <= all * CUT; cut += counts[first]) {
            first++;
        }
        int last = BINS - 1;
        for (long cut = counts[last]; last > 0 && cut <= all * CUT; cut += counts[last]) {
            last--;
        }
        return ByteScale.over(Math.min(0, at(first)), Math.max(0, at(last)));
    }

    private double at(int bin) {
        return low + bin * (high - low) / (BINS - 1);
    }
}
