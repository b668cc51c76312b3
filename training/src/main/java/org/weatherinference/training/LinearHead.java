package org.weatherinference.training;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.List;
import java.util.Objects;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.Split;

/**
 * Logistic regression on {@link FrozenFeatures}: what is reached without teaching the network itself anything, and so
 * the mark that fine-tuning is measured against. One label against the rest, solved to the end by LIBLINEAR's trust
 * region method (Lin, Weng and Keerthi 2008), so that nothing is random.
 */
final class LinearHead {
    /** What a photo's loss weighs beside half the sum of the squared weights: the usual 1. */
    private static final double COST = 1;

    private static final double TOLERANCE = 0.01;

    private final FrozenFeatures features;

    LinearHead(FrozenFeatures features) {
        this.features = features;
    }

    /** Learns from the training split, and counts its wrong answers to the valid split. */
    int wrong(Dataset dataset) {
        List<Entry> learnt = readable(dataset.only(Split.TRAIN));
        List<Entry> asked = readable(dataset.only(Split.VALID));
        Model model = fit(learnt, dataset.labels());
        return (int) asked.stream()
                .filter(entry -> Linear.predict(model, row(entry)) != label(entry, dataset.labels()))
                .count();
    }

    private List<Entry> readable(Dataset part) {
        return part.entries().stream()
                .filter(entry -> features.of(entry) != null)
                .toList();
    }

    private Model fit(List<Entry> learnt, List<String> labels) {
        Problem problem = new Problem();
        problem.l = learnt.size();
        problem.x = learnt.stream().map(this::row).toArray(Feature[][]::new);
        problem.y = learnt.stream().mapToDouble(entry -> label(entry, labels)).toArray();
        problem.n = problem.x[0].length;
        return Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, TOLERANCE));
    }

    private static double label(Entry entry, List<String> labels) {
        return labels.indexOf(entry.label());
    }

    /** A photo's features, and a last one that is always 1 for the bias. */
    private Feature[] row(Entry entry) {
        float[] values = Objects.requireNonNull(features.of(entry), entry.path());
        Feature[] row = new Feature[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            row[i] = new FeatureNode(i + 1, values[i]);
        }
        row[values.length] = new FeatureNode(values.length + 1, 1);
        return row;
    }
}
