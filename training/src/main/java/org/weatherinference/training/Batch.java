package org.weatherinference.training;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Photos for one step.
 *
 * @param pixels uint8 [photos, size, size, 3], direct
 * @param targets probability of each label for each photo, row by row
 * @param places of the photos in their dataset
 */
@SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
record Batch(ByteBuffer pixels, float[] targets, List<Integer> places) {
    int photos() {
        return places.size();
    }
}
