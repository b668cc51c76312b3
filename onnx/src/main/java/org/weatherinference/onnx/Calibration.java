package org.weatherinference.onnx;

import java.nio.FloatBuffer;

/**
 * Runs a network on photos that show which values it comes to.
 *
 * @param <E> what may go wrong
 */
@FunctionalInterface
public interface Calibration<E extends Exception> {
    /**
     * Shows what the network gives for each photo.
     *
     * @param network with the input of the one that is calibrated; all its outputs are to be shown
     */
    void run(Graph network, Viewer viewer) throws E;

    /** Takes note of values. */
    @FunctionalInterface
    interface Viewer {
        /**
         * Looks at one value for one photo.
         *
         * @param value the output's name
         * @param numbers float32 [1, channels, h, w], row by row
         */
        void see(String value, FloatBuffer numbers, int channels);
    }
}
