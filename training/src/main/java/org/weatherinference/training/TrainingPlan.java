package org.weatherinference.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.weatherinference.model.Preparation;

/**
 * Every setting that decides a training's result, beside the photos and the network it begins with.
 *
 * @param epochs through all photos with the whole network learning, at least 1
 * @param freezeEpochs before those, with only the head learning, at least 0
 * @param size of the input, in pixels a side, 32 to 1024
 * @param learnSize of the photos that are learnt from, 32 to 1024; 0 for the same (Touvron et al. 2019: what is cut out
 *     of a photo shows things larger than the whole does, so a network learns best from somewhat smaller pictures than
 *     it answers)
 * @param batch photos a step, 2 to 1024
 * @param rate highest learning rate of the head, above 0
 * @param bodyRate highest learning rate of the first layer, above 0; layers between lie between
 * @param augment how much the photos are changed
 * @param weightDecay of matrices and kernels
 * @param smoothing of labels, 0 (none) to below 1 (Szegedy et al. 2016)
 * @param mixup strength of mixing photos, 0 (none) to 1 (Zhang et al. 2018)
 * @param averageDecay of the moving average of the weights, 0 to below 1
 * @param keep share of the start's weights in the result, 0 (none) to below 1: a network that went on learning, blended
 *     with what it was before, answers better than either, most of all where photos are unlike those it learnt from
 *     (Wortsman et al. 2022)
 * @param holdOut share of the training photos that is kept to choose the best epoch, temperature and threshold, above 0
 *     to 0.5
 * @param patience epochs without a better result before it stops early, at least 1
 * @param teachers bundles, as {@code name:version}, that have a say in what is learnt
 * @param seed of all that is random
 */
record TrainingPlan(
        int epochs,
        int freezeEpochs,
        int size,
        int learnSize,
        int batch,
        double rate,
        double bodyRate,
        Augment augment,
        double weightDecay,
        double smoothing,
        double mixup,
        double averageDecay,
        double keep,
        double holdOut,
        int patience,
        List<String> teachers,
        long seed) {
    static final int LEAST_SIZE = 32;

    TrainingPlan {
        teachers = List.copyOf(teachers);
        learnSize = learnSize == 0 ? size : learnSize;
        check("epochs", epochs, 1, 10_000);
        check("freeze-epochs", freezeEpochs, 0, 10_000);
        check("size", size, LEAST_SIZE, 1024);
        check("learn-size", learnSize, LEAST_SIZE, 1024);
        check("batch", batch, 2, 1024);
        check("lr", rate, 1e-9, 10);
        check("lr-body", bodyRate, 1e-9, 10);
        check("weight-decay", weightDecay, 0, 1);
        check("smoothing", smoothing, 0, 0.9);
        check("mixup", mixup, 0, 1);
        check("average-decay", averageDecay, 0, 0.99999);
        check("keep", keep, 0, 0.99);
        check("hold-out", holdOut, 0.01, 0.5);
        check("patience", patience, 1, 10_000);
    }

    private static void check(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException("%s is %s, must be from %s to %s".formatted(name, value, low, high));
        }
    }

    /** How photos are prepared for the network that comes out. */
    Preparation preparation() {
        return new Preparation(size, size, Preparation.Fit.SQUASH);
    }

    int allEpochs() {
        return freezeEpochs + epochs;
    }

    /** The same plan with other highest rates of head and first layer. */
    TrainingPlan withRates(double head, double body) {
        return new TrainingPlan(
                epochs,
                freezeEpochs,
                size,
                learnSize,
                batch,
                head,
                body,
                augment,
                weightDecay,
                smoothing,
                mixup,
                averageDecay,
                keep,
                holdOut,
                patience,
                teachers,
                seed);
    }

    /** As words, for a bundle's provenance. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("epochs", Integer.toString(epochs));
        settings.put("freeze-epochs", Integer.toString(freezeEpochs));
        settings.put("size", Integer.toString(size));
        settings.put("learn-size", Integer.toString(learnSize));
        settings.put("batch", Integer.toString(batch));
        settings.put("lr", Double.toString(rate));
        settings.put("lr-body", Double.toString(bodyRate));
        settings.put("augment", augment.toString());
        settings.put("weight-decay", Double.toString(weightDecay));
        settings.put("smoothing", Double.toString(smoothing));
        settings.put("mixup", Double.toString(mixup));
        settings.put("average-decay", Double.toString(averageDecay));
        settings.put("keep", Double.toString(keep));
        settings.put("hold-out", Double.toString(holdOut));
        settings.put("patience", Integer.toString(patience));
        settings.put("teachers", teachers.isEmpty() ? "none" : String.join(",", teachers));
        settings.put("seed", Long.toString(seed));
        return settings;
    }
}
