package org.weatherinference.cli;

import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.BundleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A bundle's network in int8. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes a bundle of another one's network in whole numbers of 8 bits, which is smaller and on most"
                + " processors faster, and measures both.",
        footer = {
            "",
            "Photos of the split 'train' show how large the network's values get; those of 'valid' are measured.",
            "The new bundle's name is the old one's with -int8, where none is given.",
            "",
            "  weather bundles quantize weather --calibrate photos/",
            "  weather bundles quantize sun-rain --calibrate photos/ --labels raining,sunny",
        })
final class BundlesQuantizeCommand implements WeatherCommand {
    private final Surroundings around;

    @Mixin
    private RemakingOptions options;

    BundlesQuantizeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException, DatasetException {
        return options.make(Recipe.INT8, around);
    }
}
