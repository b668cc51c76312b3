package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
    private static float first(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name)).toFloatArray()[0];
    }

    private static void addOne(Network network) {
        network.parameters().values().forEach(array -> array.addi(1));
        network.statistics().values().forEach(array -> array.addi(1));
    }

    @Test
    void average_followsQuicklyAtFirstAndThenByItsDecay() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(TinyNetwork.body(), manager);
                Network follower = new Network(TinyNetwork.body(), manager)) {
            MovingAverage average = new MovingAverage(follower, 0.5);
            double weight = first(network.parameters(), "stem.weight");
            double mean = weight;
            for (int update = 1; update <= 20; update++) {
                addOne(network);
                weight++;
                double decay = Math.min(0.5, (update + 1.0) / (update + 10.0));
                mean = decay * mean + (1 - decay) * weight;
                average.update(network);
                assertThat((double) first(follower.parameters(), "stem.weight")).isCloseTo(mean, within(1e-4));
            }
            assertThat(average.updates()).isEqualTo(20);
        }
    }

    @Test
    void statistics_areAveragedToo() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(TinyNetwork.body(), manager);
                Network follower = new Network(TinyNetwork.body(), manager)) {
            float before = first(network.statistics(), "stem.variance");
            addOne(network);
            new MovingAverage(follower, 0.9).update(network);
            float expected = before + 1 - 2 / 11f;
            assertThat(first(follower.statistics(), "stem.variance")).isCloseTo(expected, within(1e-5f));
        }
    }

    @Test
    void networkThatIsFollowed_staysAsItIs() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(TinyNetwork.body(), manager);
                Network follower = new Network(TinyNetwork.body(), manager)) {
            addOne(network);
            byte[] before = network.current().bytes();
            new MovingAverage(follower, 0.9).update(network);
            assertThat(network.current().bytes()).isEqualTo(before);
        }
    }
}
