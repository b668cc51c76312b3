package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.Split;

/**
 * Logistic regression on {@link FrozenFeatures}: what is reached without teaching the network itself anything, and so
 * the mark that fine-tuning is measured against. Features are only moved to a mean of zero: scaled to one spread, or
 * with less of a penalty, it learns photos by heart and is the easier to beat. All photos at once at each step, from
 * zero, so that nothing is random.
 */
final class LinearHead {
    private static final int STEPS = 300;
    private static final double RATE = 0.01;

    /** Weight of half the sum of the squared weights, beside the mean loss of the photos. */
    private static final float PENALTY = 0.01f;

    private final FrozenFeatures features;

    LinearHead(FrozenFeatures features) {
        this.features = features;
    }

    /** Learns from the training split, and counts its wrong answers to the valid split. */
    int wrong(Dataset dataset) {
        List<Entry> learnt = readable(dataset.only(Split.TRAIN));
        List<Entry> asked = readable(dataset.only(Split.VALID));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray seen = rows(learnt, manager);
            NDArray mean = seen.mean(new int[] {0}, true);
            NDArray weights = fit(withOnes(seen.sub(mean)), targets(dataset, learnt, manager));
            NDArray answers = withOnes(rows(asked, manager).sub(mean)).matMul(weights);
            return wrong(answers.argMax(1).toLongArray(), dataset, asked);
        }
    }

    private static int wrong(long[] answers, Dataset dataset, List<Entry> asked) {
        int wrong = 0;
        for (int i = 0; i < answers.length; i++) {
            wrong += answers[i] == dataset.labels().indexOf(asked.get(i).label()) ? 0 : 1;
        }
        return wrong;
    }

    private List<Entry> readable(Dataset part) {
        return part.entries().stream()
                .filter(entry -> features.of(entry) != null)
                .toList();
    }

    private NDArray rows(List<Entry> entries, NDManager manager) {
        float[][] rows = entries.stream().map(features::of).toArray(float[][]::new);
        return manager.create(rows);
    }

    /** A last column, for the bias. */
    private static NDArray withOnes(NDArray x) {
        return x.concat(x.getManager().ones(new Shape(x.getShape().get(0), 1)), 1);
    }

    private static NDArray targets(Dataset dataset, List<Entry> entries, NDManager manager) {
        int labels = dataset.labels().size();
        float[] targets = new float[entries.size() * labels];
        for (int i = 0; i < entries.size(); i++) {
            targets[i * labels + dataset.labels().indexOf(entries.get(i).label())] = 1;
        }
        return manager.create(targets, new Shape(entries.size(), labels));
    }

    /** Weights [columns, labels]: Adam along the whole gradient, its rate falling to nothing. */
    private static NDArray fit(NDArray x, NDArray targets) {
        NDManager manager = x.getManager();
        NDArray weights =
                manager.zeros(new Shape(x.getShape().get(1), targets.getShape().get(1)));
        try (AdamW adam = new AdamW(manager, 0)) {
            for (int i = 0; i < STEPS; i++) {
                double rate = RATE * (1 + Math.cos(Math.PI * i / STEPS)) / 2;
                try (NDManager step = manager.newSubManager()) {
                    // A view that belongs to the step, and with it all that is computed of it.
                    NDArray inputs = x.reshape(x.getShape());
                    inputs.attach(step);
                    NDArray excess = inputs.matMul(weights).softmax(1).sub(targets);
                    NDArray slope =
                            inputs.transpose().matMul(excess).div(x.getShape().get(0));
                    adam.step("head", weights, slope.addi(weights.mul(PENALTY)), rate);
                }
            }
        }
        return weights;
    }
}
