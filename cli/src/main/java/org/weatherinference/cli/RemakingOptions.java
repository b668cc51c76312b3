package org.weatherinference.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.dataset.Split;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is asked of a {@link Recipe}. */
final class RemakingOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Parameters(paramLabel = "REF", description = References.BUNDLE)
    private String reference;

    @Option(
            names = "--calibrate",
            required = true,
            paramLabel = "DATASET",
            description = "Folder of labelled photos with a recorded split.")
    private Path folder;

    @Option(names = "--name", paramLabel = "NAME", description = "Of the new bundle.")
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

    /** Makes the bundle, and says how it compares. */
    int make(Recipe recipe, Surroundings around) throws BundleException, DatasetException {
        check();
        Bundle bundle = around.store().get().resolve(reference);
        Dataset dataset = dataset();
        Remaking remaking = new Remaking(
                around,
                recipe,
                bundle,
                name == null ? bundle.manifest().name() + recipe.suffix() : name,
                CalibrationPhotos.of(part(dataset, Split.TRAIN), bundle, photos, seed),
                part(dataset, Split.VALID));
        Remade remade = remaking.remade();
        around.console().out().print(remade.table());
        remade.checkLoss(mostLoss);
        Bundle added = around.store().get().add(remade.draft());
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
