package org.weatherinference.cli;

import java.nio.file.Path;
import java.util.List;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.CheckReport;
import org.weatherinference.dataset.DatasetCheck;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Mending;
import org.weatherinference.dataset.Mending.Moved;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks for what spoils a dataset. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Looks for broken, tiny and wrongly named photos, for duplicates, photos under two labels and leaks"
                        + " between splits, and for what tells the label without being weather.",
        footer = {
            "",
            "Nothing is changed without --fix, and nothing is deleted with it: photos are moved to DIR/rejected. Ends"
                    + " with 1 where something must still be mended.",
        })
final class DatasetCheckCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of labelled photos.")
    private Path folder;

    @Option(
            names = "--fix",
            description = "Move unreadable and tiny photos and the lesser ones of duplicates to DIR/rejected, and give"
                    + " wrongly named ones the right ending.")
    private boolean fix;

    @Option(
            names = "--reject-two-labels",
            description = "With --fix: also move photos that lie under two labels, all of them.")
    private boolean rejectTwoLabels;

    @Option(
            names = "--min-side",
            paramLabel = "N",
            defaultValue = "64",
            description = "Fewest pixels of the shorter side (default: ${DEFAULT-VALUE}).")
    private int leastSide;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    DatasetCheckCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws DatasetException {
        requireSense();
        CheckReport report = check();
        List<Moved> moved = fix ? mend(report) : List.of();
        CheckText text = new CheckText(report, moved);
        around.console().out().print(format == ReportFormat.JSON ? text.json() : text.text());
        return left(report, moved) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void requireSense() {
        if (leastSide < 1) {
            throw new ParameterException(spec.commandLine(), "--min-side " + leastSide + ": needed is at least 1");
        }
        if (rejectTwoLabels && !fix) {
            throw new ParameterException(spec.commandLine(), "--reject-two-labels changes nothing without --fix");
        }
    }

    private CheckReport check() throws DatasetException {
        DatasetCheck check = DatasetCheck.of(folder, leastSide);
        try (Progress progress = Progress.start(around.console().err(), "Checking", check.photos(), "photos")) {
            return check.run(() -> progress.step(1));
        }
    }

    /** Once begun, it goes on until photos and table agree. */
    private List<Moved> mend(CheckReport report) throws DatasetException {
        try (Interrupt _ = new Interrupt()) {
            return Mending.apply(folder, report, rejectTwoLabels);
        }
    }

    private static boolean left(CheckReport report, List<Moved> moved) {
        List<String> gone = moved.stream().map(Moved::from).toList();
        return report.findings().stream()
                .anyMatch(finding -> finding.kind().mustBeMended() && !gone.contains(finding.photo()));
    }
}
