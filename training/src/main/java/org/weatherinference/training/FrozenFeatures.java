package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.Progress;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.onnx.Outputs;

/**
 * What the network to begin with, as it is, sees in each photo of a dataset: its last feature map, averaged over the
 * map. Immutable.
 */
final class FrozenFeatures {
    private final Map<String, float[]> byPath;

    private FrozenFeatures(Map<String, float[]> byPath) {
        this.byPath = byPath;
    }

    /** Looks at every photo once, unchanged. */
    static FrozenFeatures of(StartNetwork start, Dataset dataset, TrainingPlan plan, Progress progress)
            throws TrainingException {
        Map<String, float[]> byPath = new HashMap<>();
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(start.body(), manager);
                Batches batches = new Batches(dataset, plan)) {
            batches.plain((index, batch) -> {
                float[] rows = pooled(network, manager, batch);
                int width = rows.length / batch.photos();
                for (int i = 0; i < batch.photos(); i++) {
                    Entry entry = dataset.entries().get(batch.places().get(i));
                    byPath.put(entry.path(), Arrays.copyOfRange(rows, i * width, (i + 1) * width));
                }
                progress.step(batch.photos());
                return true;
            });
        }
        return new FrozenFeatures(byPath);
    }

    private static float[] pooled(Network network, NDManager manager, Batch batch) {
        try (NDManager step = manager.newSubManager()) {
            NDArray pixels = batch.pixels(step);
            NDArray map = network.run(pixels, false, Outputs.FEATURES).singletonOrThrow();
            return Operators.mean(map, false, 2, 3).toFloatArray();
        }
    }

    /** Of a photo; null where it could not be read. */
    float @Nullable [] of(Entry entry) {
        return byPath.get(entry.path());
    }
}
