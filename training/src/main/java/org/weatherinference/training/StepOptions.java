package org.weatherinference.training;

import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options that decide what a step learns from, for every command that makes steps. */
final class StepOptions {
    @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "192", description = "Side of the input.")
    private int size;

    @Option(
            names = "--learn-size",
            paramLabel = "PIXELS",
            defaultValue = "0",
            showDefaultValue = Visibility.NEVER,
            description = "Side of the photos that are learnt from; as --size where it is not given.")
    private int learnSize;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32", description = "Photos a step.")
    private int batch;

    @Option(
            names = "--augment",
            paramLabel = "HOW",
            defaultValue = "standard",
            converter = Augment.Typed.class,
            description = "How much photos are changed: ${COMPLETION-CANDIDATES}.")
    private Augment augment;

    @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.01", description = "Weight decay.")
    private double weightDecay;

    @Option(names = "--smoothing", paramLabel = "X", defaultValue = "0.1", description = "Label smoothing.")
    private double smoothing;

    @Option(names = "--mixup", paramLabel = "X", defaultValue = "0.2", description = "Strength of mixing photos.")
    private double mixup;

    @Option(
            names = "--hold-out",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of the training split to choose by.")
    private double holdOut;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of all that is random.")
    private long seed;

    /**
     * A plan for steps alone, in which the head learns ten times as fast as the first layer.
     *
     * @throws IllegalArgumentException naming the option that is out of range
     */
    TrainingPlan plan() {
        return plan(1, 0, RateFinder.LOWEST, RateFinder.LOWEST / PlanOptions.HEAD_TO_BODY, 0, 0, 1, List.of());
    }

    /** As {@link #plan()}, with all that is decided elsewhere. */
    TrainingPlan plan(
            int epochs,
            int freezeEpochs,
            double rate,
            double bodyRate,
            double averageDecay,
            double keep,
            int patience,
            List<String> teachers) {
        return new TrainingPlan(
                epochs,
                freezeEpochs,
                size,
                learnSize,
                batch,
                rate,
                bodyRate,
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
}
