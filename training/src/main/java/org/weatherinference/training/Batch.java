package org.weatherinference.training;

import java.nio.ByteBuffer;

/**
 * Photos for one step.
 *
 * @param pixels uint8 [photos, size, size, 3], direct
 * @param targets probability of each label for each photo, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
record Batch(ByteBuffer pixels, float[] targets, int photos) {}
