package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Objects;

/**
 * A second network that follows the first as an exponential moving average of its parameters and statistics: it answers
 * better than any single step of the training (Polyak and Juditsky 1992). It follows quickly at first, so that the
 * start weighs no more than the rest.
 */
final class MovingAverage {
    private final Network average;
    private final double decay;
    private long updates;

    /**
     * @param average a network of the same graph as the one to follow; still the caller's to close
     * @param decay how much of the average stays at each step, 0 to 1
     */
    MovingAverage(Network average, double decay) {
        this.average = average;
        this.decay = decay;
    }

    void update(Network network) {
        updates++;
        float share = (float) (1 - Math.min(decay, (updates + 1.0) / (updates + 10.0)));
        follow(network.parameters(), average.parameters(), share);
        follow(network.statistics(), average.statistics(), share);
    }

    private static void follow(Map<String, NDArray> current, Map<String, NDArray> averages, float share) {
        current.forEach((name, array) -> {
            NDArray mean = Objects.requireNonNull(averages.get(name));
            try (NDArray difference = array.sub(mean)) {
                mean.addi(difference.muli(share));
            }
        });
    }

    Network network() {
        return average;
    }

    long updates() {
        return updates;
    }

    /** Takes up an earlier run whose averages the network holds already. */
    void restore(long earlierUpdates) {
        updates = earlierUpdates;
    }
}
