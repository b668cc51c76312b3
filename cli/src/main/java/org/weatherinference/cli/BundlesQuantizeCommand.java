package org.weatherinference.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.dataset.Split;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
            "",
            "  weather bundles quantize weather --calibrate photos/",
            "  weather bundles quantize sun-rain --calibrate photos/ --labels raining,sunny",
        })
final class BundlesQuantizeCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "REF", description = References.BUNDLE)
    private String reference;

    @Option(
            names = "--calibrate",
            required = true,
            paramLabel = "DATASET",
            description = "Folder of labelled photos with a recorded split.")
    private Path folder;

    @Option(names = "--name", paramLabel = "NAME", description = "Of the new bundle (default: the old one's, -int8).")
    private @Nullable String name;

    @Option(
            names = "--labels",
            paramLabel = "LIST",
            description = "Which labels count, and as what: raining,sunny or wet=raining+snowy,sunny.")
    private @Nullable String labels;

    @Option(names = "--photos", paramLabel = "N", description = "To calibrate with (default: ${DEFAULT-VALUE}).")
    private int photos = 200;

    @Option(names = "--seed", paramLabel = "N", description = "Decides which photos (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--most-loss",
            paramLabel = "POINTS",
            description = "Percentage points that the error may rise by; else there is no new bundle"
                    + " (default: ${DEFAULT-VALUE}).")
    private double mostLoss = 0.3;

    BundlesQuantizeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException, DatasetException {
        check();
        Bundle bundle = around.store().get().resolve(reference);
        Dataset dataset = dataset();
        Quantising quantising = new Quantising(
                around,
                bundle,
                name == null ? bundle.manifest().name() + "-int8" : name,
                CalibrationPhotos.of(part(dataset, Split.TRAIN), bundle, photos, seed),
                part(dataset, Split.VALID));
        Quantised quantised = quantising.quantised();
        around.console().out().print(quantised.table());
        quantised.checkLoss(mostLoss);
        Bundle added = around.store().get().add(quantised.draft());
        around.console().out().println(added.reference() + " is made: " + added.folder());
        return ExitCode.DONE;
    }

    private void check() {
        if (photos < 1) {
            throw wrong("--photos " + photos + ": needed is at least 1");
        }
        if (!(mostLoss >= 0 && mostLoss <= 100)) {
            throw wrong("--most-loss " + mostLoss + ": needed is 0 to 100");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Dataset dataset() throws DatasetException {
        Dataset dataset = Dataset.read(folder);
        return labels == null ? dataset : dataset.select(LabelSelection.parse(labels));
    }

    private Dataset part(Dataset dataset, Split split) {
        Dataset part = dataset.only(split);
        if (part.entries().isEmpty()) {
            throw new CommandException(folder + " has no photo in the split '"
                    + split.name().toLowerCase(Locale.ROOT)
                    + "', needed is at least 1: weather dataset split " + folder + " records a split");
        }
        return part;
    }
}
