package org.weatherinference.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.Comparison;
import org.weatherinference.evaluation.Measurement;
import org.weatherinference.evaluation.Report;
import org.weatherinference.evaluation.ReportException;
import org.weatherinference.evaluation.ReportFolder;
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
            "  weather evaluate photos/ --model weather:4 --against weather:3 --report report/",
        })
final class EvaluateCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATASET", description = "Folder of labelled photos.")
    private Path folder;

    @Option(names = "--model", required = true, paramLabel = "REF", description = References.BUNDLE)
    private String model;

    @Option(names = "--against", paramLabel = "REF", description = "A second bundle, to compare.")
    private @Nullable String against;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Also write there a page to read, index.html, and its figures, report.json.")
    private @Nullable Path report;

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
        check();
        BundleStore store = around.store().get();
        Bundle bundle = store.resolve(model);
        Bundle other = against == null ? null : store.resolve(against);
        ReportFolder reportFolder = report == null ? null : reportFolder(report);
        Dataset dataset = dataset();
        Measurement measured = measure(bundle, dataset);
        show(measured);
        Measurement otherMeasured = other == null ? null : measure(other, dataset);
        if (otherMeasured != null) {
            show(otherMeasured);
            show(Comparison.of(measured, otherMeasured));
        }
        if (reportFolder != null) {
            write(reportFolder, Report.of(dataset, measured, otherMeasured), bundle);
        }
        return measured.unreadable().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void check() {
        if (threads < 1) {
            throw wrong("--threads " + threads + ": needed is at least 1");
        }
        if (report != null && absolute(report).startsWith(absolute(folder))) {
            throw wrong("--report " + report + ": lies within " + folder + ", whose files are photos");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** Before the photos are measured, so that nobody waits in vain. */
    private static ReportFolder reportFolder(Path folder) {
        try {
            return ReportFolder.at(folder);
        } catch (ReportException e) {
            throw new CommandException("--report: " + e.getMessage(), e);
        }
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
        return new Measuring(around, threads).measure("Measuring", bundle, dataset);
    }

    private void show(Measurement measured) {
        PrintStream out = around.console().out();
        String reference = measured.manifest().reference();
        switch (format) {
            case TEXT -> out.print(reference + ": " + measured.evaluation().text() + "\n");
            case JSON ->
                out.print("{\"model\":\"" + reference + "\",\"evaluation\":"
                        + measured.evaluation().json() + "}\n");
        }
        measured.unreadable().forEach(photo -> around.console().err().println(photo.path() + ": " + photo.reason()));
    }

    private void show(Comparison comparison) {
        PrintStream out = around.console().out();
        switch (format) {
            case TEXT -> out.print(comparison.text());
            case JSON -> out.print(comparison.json() + "\n");
        }
    }

    private void write(ReportFolder target, Report made, Bundle bundle) throws BundleException {
        Thread owner = Thread.currentThread();
        try (Interrupt _ = new Interrupt(owner::interrupt);
                Classifier classifier = bundle.classifier();
                Progress progress =
                        Progress.start(around.console().err(), "Drawing the report", made.pictures(), "pictures")) {
            target.write(made, classifier, threads, () -> progress.step(1));
            progress.line("The report is in " + target.page());
        } catch (ReportException e) {
            throw new CommandException("--report: " + e.getMessage(), e);
        }
    }
}
