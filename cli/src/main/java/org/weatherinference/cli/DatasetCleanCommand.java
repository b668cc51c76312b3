package org.weatherinference.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Cleaning;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.evaluation.Doubt;
import org.weatherinference.evaluation.Measurement;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.server.CleaningPlan;
import org.weatherinference.server.CleaningServer;
import org.weatherinference.server.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows doubted labels and near-duplicates in the browser, and saves what is decided about them. */
@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        description = "Shows doubted labels and near-duplicates in the browser, to keep, relabel or reject.",
        footer = {
            "",
            "Each decision is saved at once in photos.csv (which is made where there is none) and in cleaning.log.csv"
                    + " beside it. No photo is moved, changed or deleted. What was looked at does not come again.",
            "",
            "  weather dataset clean photos/ --model weather",
        })
final class DatasetCleanCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of labelled photos.")
    private Path folder;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "REF",
            description = "Bundle whose doubts are shown: " + References.FORMS)
    private String model;

    @Option(
            names = "--labels",
            paramLabel = "LIST",
            description = "Only photos of these labels: raining,sunny (default: all, which the bundle must know).")
    private @Nullable String labels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "500",
            description = "Most doubted labels to show (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8765",
            description =
                    "Port on this machine; 0 takes a free one. A browser keeps what is not saved yet for one port,"
                            + " so start again at the same (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--no-browser", description = "Only print the address.")
    private boolean noBrowser;

    @Option(names = "--threads", paramLabel = "N", description = "Photos worked on at once (default: one a core).")
    private int threads = Runtime.getRuntime().availableProcessors();

    DatasetCleanCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException, DatasetException {
        require(count >= 1, "--count " + count + ": needed is at least 1");
        require(threads >= 1, "--threads " + threads + ": needed is at least 1");
        Bundle bundle = around.store().get().resolve(model);
        Dataset all = Dataset.read(folder);
        Dataset selected = selected(all);
        // First, since whoever works on the same folder already should learn it before all photos are looked at.
        try (Cleaning cleaning = Cleaning.open(folder)) {
            List<Doubt> doubts = doubts(bundle, selected, cleaning);
            List<List<Entry>> duplicates = duplicates(selected, cleaning);
            List<String> offered = offered(selected, all, bundle);
            return serve(new CleaningPlan(folder, bundle.reference(), offered, doubts, duplicates), cleaning);
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private Dataset selected(Dataset dataset) throws DatasetException {
        if (labels == null) {
            return dataset;
        }
        Dataset selected = dataset.select(LabelSelection.parse(labels));
        require(
                new HashSet<>(dataset.entries()).containsAll(selected.entries()),
                "--labels " + labels + ": only labels as they are, since they are written into photos.csv");
        return selected;
    }

    /** Those that are looked at first, for they have the keys; then what else a photo may turn out to show. */
    private static List<String> offered(Dataset selected, Dataset all, Bundle bundle) {
        return Stream.of(selected.labels(), all.labels(), bundle.manifest().labels())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private List<Doubt> doubts(Bundle bundle, Dataset dataset, Cleaning cleaning)
            throws BundleException, DatasetException {
        Measurement measured = new Measuring(around, threads).measure("Asking", bundle, dataset);
        measured.unreadable().forEach(photo -> around.console().err().println(photo.path() + ": " + photo.reason()));
        Set<Entry> open = new HashSet<>(cleaning.withoutReviewed(dataset.entries()));
        return Doubt.rank(measured.evaluation()).stream()
                .filter(doubt -> open.contains(doubt.entry()))
                .limit(count)
                .toList();
    }

    /** Those first whose photos have different labels: one of them is wrong. */
    private List<List<Entry>> duplicates(Dataset dataset, Cleaning cleaning) throws DatasetException {
        int photos = dataset.entries().size();
        try (Progress progress =
                Progress.start(around.console().err(), "Looking for near-duplicates", photos, "photos")) {
            List<List<Entry>> groups = dataset.nearDuplicates(() -> progress.step(1));
            return cleaning.withoutReviewedGroups(groups).stream()
                    .sorted(Comparator.comparing(DatasetCleanCommand::agreesOnLabel))
                    .toList();
        }
    }

    private static boolean agreesOnLabel(List<Entry> group) {
        return group.stream().map(Entry::label).distinct().count() == 1;
    }

    private int serve(CleaningPlan plan, Cleaning cleaning) {
        PrintStream err = around.console().err();
        try (CleaningServer server = CleaningServer.start(plan, cleaning, port, err)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, cleaning, err), "end"));
            err.println("weather: %d doubted labels and %d groups of near-duplicates to look at; Ctrl-C ends"
                    .formatted(plan.doubts().size(), plan.duplicates().size()));
            invite(server, err);
            inviteAgain(server, err);
            return ExitCode.DONE;
        } catch (SettingException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }

    private void invite(CleaningServer server, PrintStream err) {
        String address = server.newAddress().toString();
        err.println("weather: open " + address);
        if (!noBrowser && !DesktopBrowser.open(address)) {
            err.println("weather: there is no browser to open here");
        }
    }

    /** The address counts once: a line on standard input, such as Enter, asks for another. Waits for the end. */
    private void inviteAgain(CleaningServer server, PrintStream err) {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(around.console().in(), StandardCharsets.UTF_8));
            while (lines.readLine() != null) {
                invite(server, err);
            }
        } catch (IOException _) {
            // Nobody there to ask for another one.
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asked to end, it has not failed, whatever signal asked. */
    private void end(CleaningServer server, Cleaning cleaning, PrintStream err) {
        server.close();
        Cleaning.Tally tally = cleaning.tally();
        err.println("weather: %d photos looked at: %d kept, %d relabelled, %d rejected"
                .formatted(tally.photos(), tally.kept(), tally.relabelled(), tally.rejected()));
        if (tally.relabelled() + tally.rejected() > 0) {
            err.println("weather: to train again: weather train " + folder + " --name NAME");
        }
        err.flush();
        Runtime.getRuntime().halt(ExitCode.DONE);
    }
}
