package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Photos for one step.
 *
 * @param pixels uint8 [photos, height, width, 3], direct
 * @param height of each, in pixels
 * @param width of each, in pixels
 * @param targets probability of each label for each photo, row by row
 * @param places of the photos in their dataset
 */
@SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
record Batch(ByteBuffer pixels, int height, int width, float[] targets, List<Integer> places) {
    /** As an array of the manager's. */
    NDArray pixels(NDManager manager) {
        return Network.pixels(manager, pixels, photos(), height, width);
    }

    int photos() {
        return places.size();
    }
}
