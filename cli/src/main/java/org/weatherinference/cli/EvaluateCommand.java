package org.weatherinference.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.Evaluator;
import org.weatherinference.evaluation.Measurement;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How often a bundle is right about photos whose label is known. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A dataset is a folder with one sub-folder a label, and perhaps a photos.csv that decides. Where it records"
                    + " a split, only the photos of 'valid' are measured, since no bundle learnt from those.",
            "",
            "  weather evaluate photos/ --model sun-rain --labels raining,sunny",
            "  weather evaluate photos/ --model weather:4 --against weather:3",
        })
final class EvaluateCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATASET", description = "Folder of labelled photos.")
    private Path folder;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "REF",
            description = "Bundle: NAME, NAME:VERSION, NAME:latest, NAME:live or its folder.")
    private String model;

    @Option(names = "--against", paramLabel = "REF", description = "A second bundle, to compare.")
    private @Nullable String against;

    @Option(
            names = "--labels",
            paramLabel = "LIST",
            description = "Which labels count, and as what: raining,sunny or wet=raining+snowy,sunny.")
    private @Nullable String labels;

    @Option(names = "--all", description = "Measure on every photo, those of the split 'train' too.")
    private boolean all;

    @Option(names = "--threads", paramLabel = "N", description = "Photos worked on at once (default: one a core).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    EvaluateCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException, DatasetException {
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads " + threads + ": needed is at least 1");
        }
        BundleStore store = around.store().get();
        Bundle bundle = store.resolve(model);
        Bundle other = against == null ? null : store.resolve(against);
        Dataset dataset = dataset();
        Measurement measured = measure(bundle, dataset);
        show(bundle, measured);
        if (other != null) {
            Measurement otherMeasured = measure(other, dataset);
            show(other, otherMeasured);
            compare(bundle, measured, other, otherMeasured);
        }
        return measured.unreadable().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Dataset dataset() throws DatasetException {
        Dataset dataset = Dataset.read(folder);
        if (labels != null) {
            dataset = dataset.select(LabelSelection.parse(labels));
        }
        boolean recorded = dataset.entries().stream().anyMatch(entry -> entry.split() != null);
        return recorded && !all ? dataset.only(Split.VALID) : dataset;
    }

    private Measurement measure(Bundle bundle, Dataset dataset) throws BundleException, DatasetException {
        int photos = dataset.entries().size();
        Thread owner = Thread.currentThread();
        try (Interrupt _ = new Interrupt(owner::interrupt);
                Classifier classifier = bundle.classifier();
                Progress progress =
                        Progress.start(around.console().err(), "Measuring " + bundle.reference(), photos, "photos")) {
            return new Evaluator(classifier, bundle.manifest(), threads).evaluate(dataset, () -> progress.step(1));
        }
    }

    private void show(Bundle bundle, Measurement measured) {
        PrintStream out = around.console().out();
        switch (format) {
            case TEXT ->
                out.print(bundle.reference() + ": " + measured.evaluation().text() + "\n");
            case JSON ->
                out.print("{\"model\":\"" + bundle.reference() + "\",\"evaluation\":"
                        + measured.evaluation().json() + "}\n");
        }
        measured.unreadable().forEach(photo -> around.console().err().println(photo.path() + ": " + photo.reason()));
    }

    private void compare(Bundle bundle, Measurement measured, Bundle other, Measurement otherMeasured) {
        Comparison comparison = Comparison.of(measured.evaluation(), otherMeasured.evaluation());
        PrintStream out = around.console().out();
        switch (format) {
            case TEXT -> out.print(comparison.text(bundle.reference(), other.reference()));
            case JSON -> out.print(comparison.json() + "\n");
        }
    }
}
