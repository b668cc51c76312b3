package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.Evaluation;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Metrics;
import org.weatherinference.training.Fitting.Fitted;
import org.weatherinference.training.RunFolder.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weather train}: a folder of labelled photos to the next version of a bundle. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        header = "Train a bundle on a folder of labelled photos.",
        description = {
            "DATASET is a folder with one sub-folder a label; a photos.csv beside them decides label and split.",
            "The training split is learnt from, a part of it held out to choose by; the valid split only measures and "
                    + "says where answers become unsure. The bundle goes into the store as the next version of its name.",
            ""
        })
public final class TrainCommand implements WeatherCommand {
    /** What is told beside a command's own words, where the training is part of something larger. */
    interface Audience {
        TrainingListener listener();

        /** The bundle is about to come into the store. */
        default void adding(String name, BundleStore store) throws BundleException {}

        /** The bundle is in the store. */
        default void made(Bundle bundle) {}
    }

    private final Path runs;
    private final Audience audience;

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Name of the bundle.")
    private String name;

    @Mixin
    private PhotoOptions photos;

    @Mixin
    private PlanOptions planOptions;

    @Option(names = "--resume", description = "Go on with the newest unfinished training of this name.")
    private boolean resume;

    @Option(
            names = "--save-stages",
            description =
                    "Also keep the network after each stage, in the run's folder: stage-1.onnx after the epochs of"
                            + " the head, stage-2.onnx after the last; for --from.")
    private boolean saveStages;

    @Option(
            names = "--folds",
            paramLabel = "N",
            description = "Train N times, each time measuring on another part; writes no bundle.")
    private @Nullable Integer folds;

    @Option(
            names = "--answers",
            paramLabel = "FILE.jsonl",
            description = "With --folds: divide the train split alone, and keep there what was answered to each photo"
                    + " by the network that did not see it; for --teacher.")
    private @Nullable Path answers;

    @Option(
            names = "--leave-source-out",
            description = "Train once for each source, measuring on that source unseen; writes no bundle.")
    private boolean leaveSourceOut;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private ReportFormat format;

    /** For the command line. */
    public TrainCommand() {
        this(RunFolder.home(), ConsoleListener::new);
    }

    /** @param runs where its run is, and the one that it resumes */
    TrainCommand(Path runs, Audience audience) {
        this.runs = runs;
        this.audience = audience;
    }

    @Override
    public Integer call() {
        try (StopSignal stop = new StopSignal()) {
            return train(stop);
        } catch (TrainingException | DatasetException | BundleException | IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException("cannot write or read: " + e, e);
        }
    }

    private int train(StopSignal stop) throws TrainingException, DatasetException, BundleException, IOException {
        checkAnswers();
        Optional<RunFolder> earlier = earlier();
        earlier.ifPresent(run -> takeUp(run.settings()));
        TrainingPlan asked = earlier.isPresent() ? earlier.get().settings().plan() : planOptions.plan();
        BundleStore store = BundleStore.standard();
        StartNetwork start = StartNetwork.of(photos.from, store);
        Dataset dataset = photos.dataset(asked.seed());
        BundleMaker maker = new BundleMaker(name, start, dataset);
        Optional<RateCurve> curve = Optional.empty();
        if (earlier.isEmpty() && planOptions.rateIsOpen()) {
            curve = RateSearch.run(new Fitting(start, asked), dataset, stop::hasCome);
            if (curve.isEmpty()) {
                System.err.println("stopped before the training began");
                return ExitCode.FAILED;
            }
            System.err.println("learning rate " + curve.get().suggestionText() + " (--lr)");
        }
        TrainingPlan plan =
                curve.isPresent() ? planOptions.withRate(asked, curve.get().suggestion()) : asked;
        if (folds != null || leaveSourceOut) {
            return validate(start, plan, dataset, stop);
        }
        RunFolder run = run(earlier, photos.settings(Kind.TRAIN, name, start, dataset, saveStages, plan), curve);
        try (RunFolder.Hold _ = run.hold()) {
            return train(maker, new Fitting(start, plan, saveStages), dataset, run, store, stop);
        }
    }

    private void checkAnswers() throws TrainingException {
        if (answers == null) {
            return;
        }
        if (folds == null) {
            throw new TrainingException("--answers keeps what the networks of --folds say: give --folds N as well");
        }
        if (!answers.toString().endsWith(RecordedAnswers.ENDING)) {
            throw new TrainingException(answers + " must end in " + RecordedAnswers.ENDING + " (--answers)");
        }
        if (!Files.isWritable(answers.toAbsolutePath().getParent())) {
            throw new TrainingException(
                    answers + " cannot be written: its folder is not there or not ours (--answers)");
        }
    }

    /** Whatever else was typed, a run that is taken up again does what it was asked for at first. */
    private void takeUp(RunFolder.Settings asked) {
        photos.takeUp(asked);
        saveStages = asked.saveStages();
    }

    private Optional<RunFolder> earlier() throws IOException {
        Optional<RunFolder> earlier = resume ? RunFolder.unfinished(runs, name) : Optional.empty();
        if (resume && earlier.isEmpty()) {
            throw new CommandException("there is no unfinished training of " + name + " to go on with in " + runs);
        }
        return earlier;
    }

    private RunFolder run(Optional<RunFolder> earlier, RunFolder.Settings settings, Optional<RateCurve> curve)
            throws IOException {
        if (earlier.isEmpty()) {
            RunFolder run = RunFolder.create(runs, settings, Instant.now());
            if (curve.isPresent()) {
                run.keep(curve.get());
            }
            return run;
        }
        if (!earlier.get().settings().equals(settings)) {
            throw new CommandException("the unfinished training of " + name
                    + " began with other photos or another network: train anew without --resume");
        }
        return earlier.get();
    }

    private int train(
            BundleMaker maker, Fitting fitting, Dataset dataset, RunFolder run, BundleStore store, StopSignal stop)
            throws TrainingException, DatasetException, BundleException, IOException {
        Optional<Fitted> fitted;
        try (TrainingListener listener = audience.listener()) {
            fitted = fitting.fit(dataset, run.path(), listener, stop::hasCome);
        } catch (TrainingException e) {
            run.fail(String.valueOf(e.getMessage()));
            throw e;
        }
        if (fitted.isEmpty()) {
            System.err.println("stopped; go on with: weather train " + photos.folder + " --name " + name + " --resume");
            return ExitCode.FAILED;
        }
        fitted.get().unreadable().forEach((path, reason) -> System.err.println("left out " + path + ": " + reason));
        make(maker, fitted.get(), run, store);
        return fitted.get().unreadable().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void make(BundleMaker maker, Fitted fitted, RunFolder run, BundleStore store)
            throws DatasetException, BundleException, IOException {
        Fitted refined = fitted;
        Evaluation measured = maker.measure(fitted);
        if (measured != null) {
            refined = fitted.withThresholdFor(measured);
            measured = measured.withUnsureThreshold(refined.calibration().unsureThreshold());
        }
        audience.adding(name, store);
        Bundle bundle = store.add(maker.draft(refined, measured));
        run.finish(outcome(bundle, refined, measured));
        audience.made(bundle);
        show(bundle, measured);
    }

    private void show(Bundle bundle, @Nullable Evaluation measured) {
        switch (format) {
            case TEXT ->
                System.out.println((measured == null ? "" : measured.text() + "\n") + "made " + bundle.reference()
                        + " in " + bundle.folder());
            case JSON -> System.out.println(bundle.manifest().toJson());
        }
    }

    private static RunFolder.Outcome outcome(Bundle bundle, Fitted fitted, @Nullable Evaluation measured) {
        int photos = measured == null ? 0 : measured.metrics().photos();
        int wrong = measured == null ? 0 : measured.metrics().wrong();
        return new RunFolder.Outcome(bundle.reference(), fitted.bestEpoch(), fitted.history(), photos, wrong);
    }

    private int validate(StartNetwork start, TrainingPlan plan, Dataset dataset, StopSignal stop)
            throws TrainingException, DatasetException, BundleException, IOException {
        Kind kind = folds != null ? Kind.FOLDS : Kind.LEAVE_SOURCE_OUT;
        Dataset divided = answers != null ? dataset.only(Split.TRAIN) : dataset;
        Map<String, Dataset> parts =
                folds != null ? CrossValidation.folds(divided, folds, plan.seed()) : CrossValidation.sources(divided);
        RunFolder run = RunFolder.create(runs, photos.settings(kind, name, start, dataset, false, plan), Instant.now());
        try (RunFolder.Hold _ = run.hold()) {
            Optional<List<PartResult>> results =
                    new CrossValidation(start, plan).run(divided, parts, run.path(), new ConsoleParts(), stop::hasCome);
            if (results.isEmpty()) {
                System.err.println("stopped");
                return ExitCode.FAILED;
            }
            Evaluation all = PartResult.pooled(results.get());
            if (answers != null) {
                RecordedAnswers.write(answers, all.cases().stream());
            }
            Metrics pooled = all.metrics();
            run.finish(new RunFolder.Outcome("", 0, List.of(), pooled.photos(), pooled.wrong()));
            System.out.println(
                    switch (format) {
                        case TEXT -> PartResult.text(results.get());
                        case JSON -> PartResult.json(results.get());
                    });
            return ExitCode.DONE;
        }
    }

    /** Names each part, and says what it came to. */
    private final class ConsoleParts implements CrossValidation.PartListener {
        @Override
        public TrainingListener starts(String part) {
            System.err.println(part);
            return new ConsoleListener();
        }

        @Override
        public void done(PartResult result) {
            System.out.println(
                    switch (format) {
                        case TEXT -> result.text();
                        case JSON -> result.json();
                    });
        }
    }
}
