package org.weatherinference.cli;

import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.BundleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A bundle's network, faster. */
@Command(
        name = "optimize",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes the next version of a bundle, which answers the same sooner, and measures both: where no photo"
                        + " shows a value that reaches an activation's upper bound, as of ReLU6, that bound is gone.",
        footer = {
            "",
            "Photos of the split 'train' show how large the network's values get; those of 'valid' are measured.",
            "The more photos, the surer: --photos 10000 takes minutes.",
            "",
            "  weather bundles optimize weather --calibrate photos/",
        })
final class BundlesOptimizeCommand implements WeatherCommand {
    private final Surroundings around;

    @Mixin
    private RemakingOptions options;

    BundlesOptimizeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException, DatasetException {
        return options.make(Recipe.UNBOUNDED, around);
    }
}
