package org.weatherinference.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.weatherinference.cli.AnswerWriter.Format;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.Progress;
import org.weatherinference.command.Terminal;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.fetch.FetchRules;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers for photos, in the order of their paths, on all cores. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Of a folder, all photos below it are read; names that start with a dot are left out, and so are files"
                    + " that are neither named like a picture nor one.",
            "",
            "  weather classify photo.jpg",
            "  weather classify --format csv holiday/ > holiday.csv",
            "  weather classify --sort-into sorted/ holiday/",
        })
final class ClassifyCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "PHOTO", description = "File, folder, URL, or - for standard input.")
    private List<String> photos;

    @Option(names = "--model", paramLabel = "REF", description = References.BUNDLE)
    private @Nullable String model;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private Format format;

    @Option(
            names = "--explain",
            paramLabel = "DIR",
            description = "Also write there, for each photo, what decided: heat map, overlay and answer.")
    private @Nullable Path explain;

    @Option(
            names = "--sort-into",
            paramLabel = "DIR",
            description = "Also copy each photo there, into a folder named after the verdict. Overwrites nothing.")
    private @Nullable Path sortInto;

    @Option(names = "--threads", paramLabel = "N", description = "Photos worked on at once (default: one a core).")
    private @Nullable Integer threads;

    @Option(
            names = "--allow-host",
            paramLabel = "HOST",
            description = "A host that URLs may point to though it is not public.")
    private List<String> allowedHosts = new ArrayList<>();

    ClassifyCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException {
        try (Interrupt interrupt = new Interrupt();
                WebSource urls = new WebSource(rules());
                PhotoClassifier classifier = PhotoClassifier.open(bundle(), PhotoDecoder.create(PhotoLimits.DEFAULT))) {
            PhotoInputs inputs = new PhotoInputs(photos, around.console().in(), urls);
            check(inputs, classifier);
            return classify(inputs, classifier, interrupt);
        }
    }

    private FetchRules rules() {
        try {
            return FetchRules.DEFAULT.withAllowedHosts(allowedHosts);
        } catch (IllegalArgumentException e) {
            throw wrong("--allow-host: " + e.getMessage());
        }
    }

    private Bundle bundle() throws BundleException {
        BundleStore store = around.store().get();
        return model == null ? store.standardBundle() : store.resolve(model);
    }

    private void check(PhotoInputs inputs, PhotoClassifier classifier) {
        if (threads != null && threads < 1) {
            throw wrong("--threads " + threads + ": needed is at least 1");
        }
        if (explain != null && !classifier.explains()) {
            throw new CommandException("--explain: " + classifier.bundle().reference() + " cannot tell what decided:"
                    + " its network has no output for that");
        }
        refuseWithin(inputs, "--explain", explain);
        refuseWithin(inputs, "--sort-into", sortInto);
    }

    /** What is written must not be found and classified in its turn. */
    private void refuseWithin(PhotoInputs inputs, String option, @Nullable Path folder) {
        for (Path classified : inputs.folders()) {
            if (folder != null && absolute(folder).startsWith(absolute(classified))) {
                throw wrong(option + " " + folder + ": lies within " + classified + ", which is to be classified");
            }
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private int classify(PhotoInputs inputs, PhotoClassifier classifier, Interrupt interrupt) {
        Console console = around.console();
        List<String> labels = classifier.bundle().manifest().labels();
        try (Progress progress = progress(inputs)) {
            AnswerWriter writer = format.writer(console.out(), progress::line, labels, inputs.single());
            var run = new Classification(classifier, explain != null, writer, progress, interrupt);
            if (sortInto != null) {
                run.also(new SortedCopies(sortInto));
            }
            if (explain != null) {
                run.also(new Explanations(explain));
            }
            return run.run(
                    inputs.iterator(), threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        }
    }

    /** Answers that scroll by on a terminal show by themselves how far it is. */
    private Progress progress(PhotoInputs inputs) {
        Console console = around.console();
        boolean shown = !inputs.single() && !Terminal.shows(console.out());
        return shown
                ? Progress.start(console.err(), "Classifying", inputs.count(), "photos")
                : Progress.none(console.err());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
