package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.Calibration;

/**
 * Fits a network to the training split of a dataset. A part of that split is held out to choose the best epoch, the
 * temperature and the unsure threshold, so that the valid split does nothing but measure.
 */
final class Fitting {
    /** A network with its calibration. */
    @SuppressWarnings("ArrayRecordComponent") // megabytes, handed on once
    record Fitted(
            byte[] network,
            Calibration calibration,
            int bestEpoch,
            List<EpochResult> history,
            Map<String, String> unreadable) {}

    private final StartNetwork start;
    private final TrainingPlan plan;

    Fitting(StartNetwork start, TrainingPlan plan) {
        this.start = start;
        this.plan = plan;
    }

    /**
     * Fits.
     *
     * @param dataset with its splits
     * @param folder for checkpoints; goes on from one that it holds
     * @param stop asked before each step
     * @return nothing when it was stopped
     */
    Optional<Fitted> fit(Dataset dataset, Path folder, TrainingListener listener, BooleanSupplier stop)
            throws TrainingException, DatasetException, IOException {
        // Another seed than the valid split's: by the same lots, all that could be held out would be gone already.
        Dataset parts = dataset.only(Split.TRAIN).withoutSplits().split(plan.seed() + 1, plan.holdOut());
        Dataset learnt = parts.only(Split.TRAIN);
        Dataset heldOut = parts.only(Split.VALID);
        check(learnt, heldOut);
        try (Trainer trainer = new Trainer(start.withHead(learnt, plan), learnt, heldOut, plan, folder, listener)) {
            return trainer.train(stop).map(result -> fitted(result, trainer.unreadable()));
        }
    }

    private static void check(Dataset learnt, Dataset heldOut) throws TrainingException {
        for (String label : learnt.labels()) {
            for (Dataset part : List.of(learnt, heldOut)) {
                if (part.entries().stream().noneMatch(entry -> entry.label().equals(label))) {
                    throw new TrainingException(
                            "label \"" + label + "\" has too few photos to learn from and to hold out:"
                                    + " it needs at least 2 that are not alike in the train split");
                }
            }
        }
    }

    private static Fitted fitted(Trainer.Result result, Map<String, String> unreadable) {
        return new Fitted(
                result.network(), result.heldOut().calibration(), result.bestEpoch(), result.history(), unreadable);
    }
}
