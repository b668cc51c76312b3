package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.evaluation.Evaluation;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.training.Fitting.Fitted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weather train}: a folder of labelled photos to the next version of a bundle. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        header = "Train a bundle on a folder of labelled photos.",
        description = {
            "DATASET is a folder with one sub-folder a label; a photos.csv beside them decides label and split.",
            "The training split is learnt from, a part of it held out to choose by; the valid split only measures. "
                    + "The bundle goes into the store as the next version of its name.",
            ""
        })
public final class TrainCommand implements WeatherCommand {
    /** Time to write a checkpoint in after Ctrl-C. */
    private static final int SECONDS_TO_SAVE = 60;

    @Parameters(paramLabel = "DATASET", description = "Folder of labelled photos.")
    private Path folder;

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Name of the bundle.")
    private String name;

    @Option(
            names = "--labels",
            paramLabel = "LIST",
            defaultValue = "",
            description = "Labels to use: a,b or new=old+old,b. All where it is not given.",
            showDefaultValue = Visibility.NEVER)
    private String labels;

    @Option(
            names = "--from",
            paramLabel = "REF|FILE.onnx",
            defaultValue = "",
            description = "Network to begin with: a bundle or an ONNX file. The standard bundle where it is not given.",
            showDefaultValue = Visibility.NEVER)
    private String from;

    @Mixin
    private PlanOptions planOptions;

    @Option(
            names = "--valid",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share of the photos without a recorded split that only measure.")
    private double valid;

    @Option(names = "--resume", description = "Go on with the newest unfinished training of this name.")
    private boolean resume;

    @Option(
            names = "--folds",
            paramLabel = "N",
            description = "Train N times, each time measuring on another part; writes no bundle.")
    private @Nullable Integer folds;

    @Option(
            names = "--leave-source-out",
            description = "Train once for each source, measuring on that source unseen; writes no bundle.")
    private boolean leaveSourceOut;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Integer call() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        try {
            return train();
        } catch (TrainingException | DatasetException | BundleException | IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException("cannot write or read: " + e, e);
        } finally {
            ended.countDown();
        }
    }

    /** Runs on Ctrl-C: the process lives until the checkpoint is written. */
    private void stopAndWait() {
        stop.set(true);
        try {
            if (!ended.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
                System.err.println("no checkpoint could be written in " + SECONDS_TO_SAVE + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int train() throws TrainingException, DatasetException, BundleException, IOException {
        BundleStore store = BundleStore.standard();
        Path runs = WeatherHome.folder().resolve("runs");
        Optional<RunFolder> earlier = resume ? RunFolder.unfinished(runs, name) : Optional.empty();
        if (resume && earlier.isEmpty()) {
            throw new CommandException("there is no unfinished training of " + name + " to go on with in " + runs);
        }
        TrainingPlan plan = earlier.isPresent() ? takeUp(earlier.get().settings()) : planOptions.plan();
        StartNetwork start = StartNetwork.of(from, store);
        Dataset dataset = dataset(plan);
        if (folds != null || leaveSourceOut) {
            return validate(new CrossValidation(start, plan), dataset, plan, runs);
        }
        BundleMaker maker = new BundleMaker(name, start, plan, dataset);
        RunFolder.Settings settings =
                new RunFolder.Settings(name, labels, from, valid, start.sha256(), dataset.hash(), plan);
        if (earlier.isPresent() && !earlier.get().settings().equals(settings)) {
            throw new CommandException("the unfinished training of " + name
                    + " began with other photos or another network: train anew without --resume");
        }
        RunFolder run = earlier.isPresent() ? earlier.get() : RunFolder.create(runs, settings, Instant.now());
        return train(maker, new Fitting(start, plan), dataset, run, store);
    }

    /** Whatever else was typed, a run that is taken up again does what it was asked for at first. */
    private TrainingPlan takeUp(RunFolder.Settings asked) {
        labels = asked.labels();
        from = asked.from();
        valid = asked.valid();
        return asked.plan();
    }

    private int train(BundleMaker maker, Fitting fitting, Dataset dataset, RunFolder run, BundleStore store)
            throws TrainingException, DatasetException, BundleException, IOException {
        Optional<Fitted> fitted;
        try (ConsoleListener listener = new ConsoleListener()) {
            fitted = fitting.fit(dataset, run.path(), listener, stop::get);
        }
        if (fitted.isEmpty()) {
            System.err.println("stopped; go on with: weather train " + folder + " --name " + name + " --resume");
            return ExitCode.FAILED;
        }
        fitted.get().unreadable().forEach((path, reason) -> System.err.println("left out " + path + ": " + reason));
        Evaluation measured = maker.measure(fitted.get());
        Bundle bundle = store.add(maker.draft(fitted.get(), measured));
        run.finish(new RunFolder.Outcome(
                bundle.reference(), fitted.get().bestEpoch(), fitted.get().history()));
        if (measured != null) {
            System.out.println(measured.text());
        }
        System.out.println("made " + bundle.reference() + " in " + bundle.folder());
        return fitted.get().unreadable().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Dataset dataset(TrainingPlan plan) throws DatasetException, TrainingException {
        Dataset all = Dataset.read(folder);
        Dataset chosen = labels.isEmpty() ? all : all.select(LabelSelection.parse(labels));
        if (chosen.labels().size() < 2) {
            throw new TrainingException(folder + " has the one label "
                    + chosen.labels().getFirst() + ", but there must be two to tell apart");
        }
        return chosen.split(plan.seed(), valid);
    }

    private int validate(CrossValidation validation, Dataset dataset, TrainingPlan plan, Path runs)
            throws TrainingException, DatasetException, BundleException, IOException {
        Map<String, Dataset> parts =
                folds != null ? CrossValidation.folds(dataset, folds, plan.seed()) : CrossValidation.sources(dataset);
        Optional<Evaluation> pooled = validation.run(parts, runs, new ConsoleParts(), stop::get);
        pooled.ifPresent(evaluation -> System.out.println("all parts\n" + evaluation.text()));
        return pooled.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Names each part, and says what it came to. */
    private static final class ConsoleParts implements CrossValidation.PartListener {
        @Override
        public TrainingListener starts(String part) {
            System.err.println(part);
            return new ConsoleListener();
        }

        @Override
        public void done(String part, Evaluation evaluation) {
            System.out.println(part + ": " + evaluation.metrics().wrong() + " of "
                    + evaluation.metrics().photos() + " wrong");
        }
    }
}
