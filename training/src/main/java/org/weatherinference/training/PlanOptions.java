package org.weatherinference.training;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make a {@link TrainingPlan}. */
final class PlanOptions {
    /** The head's rate is so many times the first layer's, where nothing else is asked for. */
    static final int HEAD_TO_BODY = 10;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "8", description = "Epochs with all layers learning.")
    private int epochs;

    @Option(names = "--freeze-epochs", paramLabel = "N", defaultValue = "1", description = "Epochs before, head only.")
    private int freezeEpochs;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Highest learning rate, head; found as by weather lr-find where it is not given.")
    private @Nullable Double rate;

    @Option(names = "--lr-body", paramLabel = "RATE", description = "The same for the first layer; a tenth of --lr.")
    private @Nullable Double bodyRate;

    @Mixin
    private StepOptions step;

    @Option(
            names = "--average-decay",
            paramLabel = "X",
            defaultValue = "0.99",
            description = "Decay of the moving average of the weights.")
    private double averageDecay;

    @Option(
            names = "--keep",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Share of the network to begin with in the result; for going on with a bundle of these labels.")
    private double keep;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "5",
            description = "Epochs without a better result before it stops.")
    private int patience;

    @Option(
            names = "--teacher",
            paramLabel = "REF|FILE.jsonl",
            split = ",",
            showDefaultValue = Visibility.NEVER,
            description = "Bundles of the same labels, and answers recorded by --answers, whose mean is half of what"
                    + " is learnt, the labels the rest.")
    private List<String> teachers = List.of();

    /** Whether the rate is to be found. */
    boolean rateIsOpen() {
        return rate == null;
    }

    /** A plan with the rate that was found in place of its own. */
    TrainingPlan withRate(TrainingPlan plan, double found) {
        return plan.withRates(found, bodyRate == null ? found / HEAD_TO_BODY : bodyRate);
    }

    /**
     * The plan; where the rate is to be found, it holds one to begin the search with.
     *
     * @throws IllegalArgumentException naming the option that is out of range
     */
    TrainingPlan plan() {
        double head = rate == null ? RateFinder.LOWEST : rate;
        double body = rate == null || bodyRate == null ? head / HEAD_TO_BODY : bodyRate;
        return step.plan(epochs, freezeEpochs, head, body, averageDecay, keep, patience, teachers);
    }
}
