package org.weatherinference.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.GatherReport;
import org.weatherinference.dataset.GatherReport.Failure;
import org.weatherinference.dataset.GatherSettings;
import org.weatherinference.dataset.Gathering;
import org.weatherinference.dataset.UrlList;
import org.weatherinference.dataset.Wanted;
import org.weatherinference.fetch.FetchRules;
import org.weatherinference.fetch.Fetcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Photos from lists of URLs. */
@Command(
        name = "gather",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Gets photos from a list of URLs into a folder of labelled photos.",
        footer = {
            "",
            "LIST is a CSV file whose first row names the columns (url, and label, source and licence where there are"
                    + " such), or plain text with one URL a line. A second run fetches only what is missing.",
            "",
            "  weather dataset gather rain.txt photos --label raining",
        })
final class DatasetGatherCommand implements WeatherCommand {
    /** Some hosts answer nothing else; the last word says honestly who asks. */
    private static final String USER_AGENT =
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 weather-inference";

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "LIST", description = "List of URLs.")
    private Path list;

    @Parameters(index = "1", paramLabel = "DIR", description = "Folder of labelled photos; made where there is none.")
    private Path folder;

    @Option(
            names = "--label",
            paramLabel = "L",
            description = "Label of all photos (default: the list's column label).")
    private @Nullable String label;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The list's column of URLs (default: found by its name or content).")
    private @Nullable String column;

    @Option(names = "--max", paramLabel = "N", description = "Take only the first N URLs of the list.")
    private int max = Integer.MAX_VALUE;

    @Option(
            names = "--max-side",
            paramLabel = "N",
            description = "Most pixels of the longer side (default: ${DEFAULT-VALUE}).")
    private int maxSide = GatherSettings.DEFAULT.maxSide();

    @Option(names = "--at-once", paramLabel = "N", description = "URLs fetched at once (default: ${DEFAULT-VALUE}).")
    private int atOnce = GatherSettings.DEFAULT.atOnce();

    @Option(
            names = "--per-host",
            paramLabel = "N",
            description = "Most of those from one host (default: ${DEFAULT-VALUE}).")
    private int perHost = GatherSettings.DEFAULT.perHost();

    @Option(
            names = "--pause",
            paramLabel = "MS",
            description = "Milliseconds between two requests to one host (default: ${DEFAULT-VALUE}).")
    private long pause = GatherSettings.DEFAULT.pause().toMillis();

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "How often a host is asked that is slow, busy or broken (default: ${DEFAULT-VALUE}).")
    private int attempts = GatherSettings.DEFAULT.attempts();

    @Option(names = "--retry-failed", description = "Try again what failed for good in an earlier run.")
    private boolean retryFailed;

    @Option(names = "--user-agent", paramLabel = "TEXT", description = "Sent to hosts (default: a browser's).")
    private String userAgent = USER_AGENT;

    @Option(
            names = "--allow-host",
            paramLabel = "HOST",
            description = "A host that URLs may point to though it is not public.")
    private List<String> allowedHosts = new ArrayList<>();

    DatasetGatherCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws DatasetException {
        GatherSettings settings;
        FetchRules rules;
        try {
            settings = new GatherSettings(maxSide, atOnce, perHost, Duration.ofMillis(pause), attempts, retryFailed);
            rules = FetchRules.DEFAULT.withUserAgent(userAgent).withAllowedHosts(allowedHosts);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (max < 1) {
            throw new ParameterException(spec.commandLine(), "--max " + max + ": needed is at least 1");
        }
        List<Wanted> wanted =
                UrlList.read(list, column, label).stream().limit(max).toList();
        GatherReport report = gather(wanted, settings, rules);
        say(report);
        return report.failed().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private GatherReport gather(List<Wanted> wanted, GatherSettings settings, FetchRules rules)
            throws DatasetException {
        Thread owner = Thread.currentThread();
        try (Interrupt interrupt = new Interrupt(owner::interrupt);
                Fetcher fetcher = new Fetcher(rules);
                Progress progress = Progress.start(around.console().err(), "Gathering", wanted.size(), "photos")) {
            GatherReport report = Gathering.run(folder, wanted, settings, fetcher, () -> progress.step(1));
            if (interrupt.hasCome()) {
                progress.line("weather: stopped; the same command goes on from here");
            }
            return report;
        }
    }

    private void say(GatherReport report) {
        PrintStream err = around.console().err();
        report.failed().forEach((reason, failures) -> {
            err.println(reason + ": " + failures.size());
            failures.forEach(failure -> err.println("  " + failure.url() + ": " + failure.detail() + when(failure)));
        });
        int failed = report.failed().values().stream().mapToInt(List::size).sum();
        around.console()
                .out()
                .println("%d new photos in %s, %d the same as another, %d there before, %d failed"
                        .formatted(report.kept(), folder, report.again(), report.known(), failed));
    }

    private static String when(Failure failure) {
        return failure.earlier() ? " (in an earlier run; --retry-failed tries again)" : "";
    }
}
