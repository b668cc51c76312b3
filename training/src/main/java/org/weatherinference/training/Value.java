package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * What flows along the edges of a graph while it runs: pictures and features, or the small integers that shapes are
 * made of.
 */
sealed interface Value {
    /** Numbers that PyTorch holds. */
    record Tensor(NDArray array) implements Value {}

    /**
     * Whole numbers that Java holds: shapes, axes, indices. They never reach PyTorch, so reading one waits for nothing.
     *
     * @param scalar whether this is a single number and not a vector of one
     */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode look inside
    record Integers(long[] values, boolean scalar) implements Value {
        static Integers vector(long... values) {
            return new Integers(values, false);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Integers that && scalar == that.scalar && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** Nothing: an optional input that a node leaves out. */
    record Absent() implements Value {}
}
