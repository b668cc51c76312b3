package org.weatherinference.onnx;

/**
 * What whole numbers from 0 to 255 stand for: {@code (number - zero) * step}.
 *
 * @param step above 0
 * @param zero 0 to 255
 */
record ByteScale(float step, int zero) {
    static final int TOP = 255;
    /** Of a value that is nought for every photo. */
    private static final float LEAST_STEP = 1e-8f;

    /**
     * The numbers that reach so far.
     *
     * @param low at most 0
     * @param high at least 0
     */
    static ByteScale over(double low, double high) {
        float step = (float) Math.max((high - low) / TOP, LEAST_STEP);
        return new ByteScale(step, Math.clamp(Math.round(-low / step), 0, TOP));
    }
}
