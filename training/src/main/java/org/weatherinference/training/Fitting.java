package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.Calibration;
import org.weatherinference.evaluation.Evaluation;
import org.weatherinference.model.BundleStore;
import org.weatherinference.onnx.Graph;

/**
 * Fits a network to the training split of a dataset. A part of that split is held out to choose the best epoch, the
 * temperature and the unsure threshold.
 */
final class Fitting {
    /** A network with its calibration, and the plan that it was fitted by. */
    @SuppressWarnings("ArrayRecordComponent") // megabytes, handed on once
    record Fitted(
            TrainingPlan plan,
            byte[] network,
            Calibration calibration,
            int bestEpoch,
            List<EpochResult> history,
            Map<String, String> unreadable) {
        /**
         * The same with the unsure threshold that the valid photos ask for: there are more of them than were held out.
         */
        Fitted withThresholdFor(Evaluation valid) {
            Calibration refined = calibration.withThresholdFor(valid, Answers.DEMAND);
            return new Fitted(plan, network, refined, bestEpoch, history, unreadable);
        }
    }

    private final StartNetwork start;
    private final TrainingPlan plan;
    private final boolean saveStages;

    Fitting(StartNetwork start, TrainingPlan plan) {
        this(start, plan, false);
    }

    /** @param saveStages whether the network is also kept as it is after each stage */
    Fitting(StartNetwork start, TrainingPlan plan, boolean saveStages) {
        this.start = start;
        this.plan = plan;
        this.saveStages = saveStages;
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
        Parts parts = parts(dataset);
        checkKept(dataset);
        Graph graph = start.withHead(parts.learnt(), plan);
        Stages stages = new Stages(folder, saveStages);
        try (Teachers teachers =
                        Teachers.open(plan.teachers(), BundleStore.standard(), dataset.labels(), plan.learnSize());
                Trainer trainer =
                        new Trainer(graph, parts.learnt(), parts.heldOut(), plan, teachers, stages, listener)) {
            return trainer.train(stop).map(result -> fitted(result, trainer.unreadable()));
        }
    }

    /**
     * Looks for a good learning rate for {@link #fit}, with the photos that it would learn from.
     *
     * @param loss hears the smoothed loss after each step
     * @param stop asked before each step
     * @return nothing when it was stopped
     */
    Optional<RateCurve> findRate(Dataset dataset, DoubleConsumer loss, BooleanSupplier stop)
            throws TrainingException, DatasetException {
        Dataset learnt = parts(dataset).learnt();
        return new RateFinder(plan).find(start.withHead(learnt, plan), learnt, loss, stop);
    }

    private void checkKept(Dataset dataset) throws TrainingException {
        if (plan.keep() > 0 && !start.isMadeFor(dataset.labels())) {
            throw new TrainingException(start.name() + " is not made for the labels "
                    + String.join(", ", dataset.labels()) + ", so none of it can be kept (--keep)");
        }
    }

    private record Parts(Dataset learnt, Dataset heldOut) {}

    private Parts parts(Dataset dataset) throws TrainingException, DatasetException {
        // Another seed than the valid split's: by the same lots, all that could be held out would be gone already.
        Dataset divided = dataset.only(Split.TRAIN).withoutSplits().split(plan.seed() + 1, plan.holdOut());
        Parts parts = new Parts(divided.only(Split.TRAIN), divided.only(Split.VALID));
        check(parts.learnt(), parts.heldOut());
        return parts;
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

    private Fitted fitted(Trainer.Result result, Map<String, String> unreadable) {
        return new Fitted(
                plan,
                result.network(),
                result.heldOut().calibration(),
                result.bestEpoch(),
                result.history(),
                unreadable);
    }
}
