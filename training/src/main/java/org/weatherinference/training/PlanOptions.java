package org.weatherinference.training;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that make a {@link TrainingPlan}, for every command that trains. */
final class PlanOptions {
    @Option(names = "--epochs", paramLabel = "N", defaultValue = "8", description = "Epochs with all layers learning.")
    private int epochs;

    @Option(names = "--freeze-epochs", paramLabel = "N", defaultValue = "1", description = "Epochs before, head only.")
    private int freezeEpochs;

    @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "192", description = "Side of the input.")
    private int size;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32", description = "Photos a step.")
    private int batch;

    @Option(names = "--lr", paramLabel = "RATE", defaultValue = "0.002", description = "Highest learning rate, head.")
    private double rate;

    @Option(names = "--lr-body", paramLabel = "RATE", description = "The same for the first layer; a tenth of --lr.")
    private @Nullable Double bodyRate;

    @Option(names = "--weight-decay", paramLabel = "X", defaultValue = "0.01", description = "Weight decay.")
    private double weightDecay;

    @Option(names = "--smoothing", paramLabel = "X", defaultValue = "0.1", description = "Label smoothing.")
    private double smoothing;

    @Option(names = "--mixup", paramLabel = "X", defaultValue = "0.2", description = "Strength of mixing photos.")
    private double mixup;

    @Option(
            names = "--average-decay",
            paramLabel = "X",
            defaultValue = "0.99",
            description = "Decay of the moving average of the weights.")
    private double averageDecay;

    @Option(
            names = "--hold-out",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of the training split to choose by.")
    private double holdOut;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "5",
            description = "Epochs without a better result before it stops.")
    private int patience;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Of all that is random.")
    private long seed;

    /** @throws IllegalArgumentException naming the option that is out of range */
    TrainingPlan plan() {
        return new TrainingPlan(
                epochs,
                freezeEpochs,
                size,
                batch,
                rate,
                bodyRate == null ? rate / 10 : bodyRate,
                weightDecay,
                smoothing,
                mixup,
                averageDecay,
                holdOut,
                patience,
                seed);
    }
}
