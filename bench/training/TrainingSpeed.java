package org.weatherinference.training;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.model.BundleStore;
import org.weatherinference.onnx.Graph;

/**
 * Photos a second of {@code weather train} with all layers learning, its standard changes of the photos, mixup and
 * moving average included. Arguments: DATASET SIZE STEPS WARMUP NETWORK.onnx; prints one number. In the package of what
 * it measures, so that nothing is public for it.
 */
public final class TrainingSpeed {
    private static final int BATCH = 32;

    private TrainingSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int size = Integer.parseInt(arguments[1]);
        int steps = Integer.parseInt(arguments[2]);
        int warmup = Integer.parseInt(arguments[3]);
        Dataset dataset = Dataset.read(Path.of(arguments[0]));
        TrainingPlan plan = new TrainingPlan(
                1, 0, size, 0, BATCH, 0.002, 0.0002, Augment.STANDARD, 0.01, 0.1, 0.2, 0.99, 0, 0.1, 5, List.of(), 42);
        Graph graph = StartNetwork.of(arguments[4], BundleStore.standard()).withHead(dataset, plan);
        System.out.printf(Locale.ROOT, "%.2f%n", photosPerSecond(graph, dataset, plan, steps, warmup));
    }

    private static double photosPerSecond(Graph graph, Dataset dataset, TrainingPlan plan, int steps, int warmup)
            throws TrainingException {
        long[] began = {System.nanoTime()};
        int[] photos = {0};
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = new Batches(dataset, plan);
                Learner learner = new Learner(graph, dataset.labels().size(), plan, manager);
                Network averaged = new Network(graph, manager)) {
            MovingAverage average = new MovingAverage(averaged, plan.averageDecay());
            learner.learn(false);
            batches.shuffled(0, 0, (index, batch) -> {
                if (index == warmup) {
                    began[0] = System.nanoTime();
                    photos[0] = 0;
                }
                learner.step(batch, plan.rate());
                average.update(learner.network());
                photos[0] += batch.photos();
                return index + 1 < warmup + steps;
            });
            return photos[0] * 1e9 / (System.nanoTime() - began[0]);
        }
    }
}
