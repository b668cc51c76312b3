package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a training needs to go on after its process ended, in one file: the place it had reached and every array. A
 * checkpoint replaces the last one whole or not at all.
 */
final class Checkpoint {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Where a training stands.
     *
     * @param epoch to go on with, from 0
     * @param step of that epoch to go on with, from 0
     * @param averageUpdates steps that the moving average has followed
     * @param optimizerSteps that each parameter has made
     * @param bestEpoch that gave the best network so far, from 1; 0 where none is finished
     * @param lossSum of the unfinished epoch so far, each step's loss times its photos
     * @param photos of the unfinished epoch so far
     * @param history of the finished epochs
     */
    record Position(
            int epoch,
            int step,
            long averageUpdates,
            Map<String, Integer> optimizerSteps,
            int bestEpoch,
            double lossSum,
            long photos,
            List<EpochResult> history) {
        static final Position START = new Position(0, 0, 0, Map.of(), 0, 0, 0, List.of());
    }

    private final Path folder;

    Checkpoint(Path folder) {
        this.folder = folder;
    }

    boolean exists() {
        return Files.exists(position()) && Files.exists(arrays(generation()));
    }

    private Path position() {
        return folder.resolve("position.json");
    }

    private Path arrays(String generation) {
        return folder.resolve("arrays-" + generation + ".npz");
    }

    /** The arrays' file is named in the position's, which is replaced last: the two always belong together. */
    private record Saved(String generation, Position position) {}

    private String generation() {
        return Files.exists(position())
                ? JSON.readValue(position().toFile(), Saved.class).generation()
                : "";
    }

    /** The epochs that are done; none where there is no checkpoint. */
    List<EpochResult> history() {
        return Files.exists(position())
                ? JSON.readValue(position().toFile(), Saved.class).position().history()
                : List.of();
    }

    void save(Position position, Network network, MovingAverage average, AdamW optimizer) throws IOException {
        String old = generation();
        String generation = old.equals("a") ? "b" : "a";
        NDList all = new NDList();
        collect(all, "parameter/", network.parameters());
        collect(all, "statistic/", network.statistics());
        collect(all, "average-parameter/", average.network().parameters());
        collect(all, "average-statistic/", average.network().statistics());
        collect(all, "mean/", optimizer.means());
        collect(all, "variance/", optimizer.variances());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(arrays(generation)))) {
            all.encode(out, NDList.Encoding.NPZ);
        }
        Path fresh = folder.resolve("position.json.new");
        JSON.writeValue(fresh.toFile(), new Saved(generation, position));
        Files.move(fresh, position(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (!old.isEmpty() && !old.equals(generation)) {
            Files.deleteIfExists(arrays(old));
        }
    }

    private static void collect(NDList all, String prefix, Map<String, NDArray> arrays) {
        arrays.forEach((name, array) -> {
            array.setName(prefix + name.replace('/', '|'));
            all.add(array);
        });
    }

    Position restore(Network network, MovingAverage average, AdamW optimizer) throws IOException {
        Saved saved = JSON.readValue(position().toFile(), Saved.class);
        try (NDManager step = network.manager().newSubManager();
                InputStream in = new BufferedInputStream(Files.newInputStream(arrays(saved.generation())))) {
            Map<String, NDArray> arrays = new HashMap<>();
            NDList.decode(step, in).forEach(array -> arrays.put(array.getName().replace('|', '/'), array));
            overwrite(arrays, "parameter/", network.parameters());
            overwrite(arrays, "statistic/", network.statistics());
            overwrite(arrays, "average-parameter/", average.network().parameters());
            overwrite(arrays, "average-statistic/", average.network().statistics());
            saved.position()
                    .optimizerSteps()
                    .forEach((name, steps) -> optimizer.restore(
                            name, found(arrays, "mean/" + name), found(arrays, "variance/" + name), steps));
        }
        average.restore(saved.position().averageUpdates());
        return saved.position();
    }

    private static void overwrite(Map<String, NDArray> saved, String prefix, Map<String, NDArray> live) {
        live.forEach((name, array) -> found(saved, prefix + name).copyTo(array));
    }

    private static NDArray found(Map<String, NDArray> saved, String name) {
        NDArray array = saved.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    "the checkpoint lacks \"" + name + "\": it is of another network, train anew without --resume");
        }
        return array;
    }

    /** Where the best network so far is kept, as an ONNX file. */
    Path best() {
        return folder.resolve("best.onnx");
    }

    /** Takes the files away once the training is done. */
    void delete() throws IOException {
        for (Path path : List.of(position(), arrays("a"), arrays("b"), best())) {
            Files.deleteIfExists(path);
        }
    }
}
