package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.onnx.Graph;

class CheckpointTest {
    private static final Checkpoint.Position POSITION = new Checkpoint.Position(
            3,
            14,
            15,
            Map.of("stem.weight", 9),
            2,
            6.5,
            35,
            List.of(new EpochResult(1, true, 0.5, 0.4, 0.1, 0.25, 20)));

    @TempDir
    private Path folder;

    private final NDManager manager = NDManager.newBaseManager();

    /** What a checkpoint holds. */
    private record State(Network network, MovingAverage average, AdamW optimizer) implements AutoCloseable {
        static State of(Graph graph, NDManager manager) throws TrainingException {
            MovingAverage average = new MovingAverage(new Network(graph, manager), 0.9);
            return new State(new Network(graph, manager), average, new AdamW(manager, 0.1));
        }

        void save(Checkpoint checkpoint, Checkpoint.Position position) throws IOException {
            checkpoint.save(position, network, average, optimizer);
        }

        Checkpoint.Position restore(Checkpoint checkpoint) throws IOException {
            return checkpoint.restore(network, average, optimizer);
        }

        /** Makes each array differ from all others and from how it began. */
        void change(float by) {
            network.parameters().values().forEach(array -> array.addi(by));
            network.statistics().values().forEach(array -> array.addi(2 * by));
            average.network().parameters().values().forEach(array -> array.addi(3 * by));
            average.network().statistics().values().forEach(array -> array.addi(4 * by));
            NDArray weight = Objects.requireNonNull(network.parameters().get("stem.weight"));
            optimizer.step("stem.weight", weight, weight.mul(by), 0.1);
        }

        @Override
        public void close() {
            optimizer.close();
            average.network().close();
            network.close();
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private State state() throws TrainingException {
        return State.of(TinyNetwork.body(), manager);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertSame(Map<String, NDArray> actual, Map<String, NDArray> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, array) -> assertThat(
                        Objects.requireNonNull(actual.get(name)).toFloatArray())
                .as(name)
                .isEqualTo(array.toFloatArray()));
    }

    @Test
    void everything_comesBackAsItWas() throws Exception {
        try (State saved = state();
                State restored = state()) {
            saved.change(0.25f);
            saved.save(new Checkpoint(folder), POSITION);
            assertThat(restored.restore(new Checkpoint(folder))).isEqualTo(POSITION);
            assertSame(restored.network().parameters(), saved.network().parameters());
            assertSame(restored.network().statistics(), saved.network().statistics());
            assertSame(
                    restored.average().network().parameters(),
                    saved.average().network().parameters());
            assertSame(
                    restored.average().network().statistics(),
                    saved.average().network().statistics());
            assertSame(restored.optimizer().means(), saved.optimizer().means());
            assertSame(restored.optimizer().variances(), saved.optimizer().variances());
            assertThat(restored.optimizer().steps()).containsOnly(Map.entry("stem.weight", 9));
            assertThat(restored.average().updates()).isEqualTo(15);
        }
    }

    @Test
    void laterCheckpoint_takesThePlaceOfTheEarlier() throws Exception {
        Checkpoint checkpoint = new Checkpoint(folder);
        try (State saved = state();
                State restored = state()) {
            for (int i = 0; i < 3; i++) {
                saved.change(1);
                saved.save(checkpoint, POSITION);
            }
            restored.restore(checkpoint);
            assertSame(restored.network().parameters(), saved.network().parameters());
            assertThat(files()).hasSize(2);
        }
    }

    @Test
    void deathWhileSaving_leavesTheEarlierCheckpoint() throws Exception {
        Checkpoint checkpoint = new Checkpoint(folder);
        try (State saved = state();
                State restored = state()) {
            saved.change(1);
            saved.save(checkpoint, POSITION);
            String other = files().contains("arrays-a.npz") ? "arrays-b.npz" : "arrays-a.npz";
            Files.writeString(folder.resolve(other), "half of an array");
            Files.writeString(folder.resolve("position.json.new"), "{\"gener");
            assertThat(checkpoint.exists()).isTrue();
            assertThat(restored.restore(checkpoint)).isEqualTo(POSITION);
            saved.save(checkpoint, POSITION);
            assertThat(files()).hasSize(2);
        }
    }

    @Test
    void emptyFolder_hasNone() {
        assertThat(new Checkpoint(folder).exists()).isFalse();
    }

    @Test
    void deletedCheckpoint_leavesNothing() throws Exception {
        Checkpoint checkpoint = new Checkpoint(folder);
        try (State saved = state()) {
            saved.save(checkpoint, POSITION);
            Files.write(checkpoint.best(), new byte[1]);
            checkpoint.delete();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void checkpointOfAnotherNetwork_isRefusedByName() throws Exception {
        Graph folded = TinyNetwork.body(TinyNetwork.folded());
        try (State saved = State.of(folded, manager);
                State other = state()) {
            saved.save(new Checkpoint(folder), Checkpoint.Position.START);
            assertThatThrownBy(() -> other.restore(new Checkpoint(folder)))
                    .hasMessageContaining("stem.scale")
                    .hasMessageContaining("without --resume");
        }
    }
}
