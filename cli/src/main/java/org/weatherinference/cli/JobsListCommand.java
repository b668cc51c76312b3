package org.weatherinference.cli;

import java.time.InstantSource;
import java.util.List;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.state.Database;
import org.weatherinference.state.Job;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The newest jobs, a line each. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists training jobs, the newest first, and how far they are.")
final class JobsListCommand implements WeatherCommand {
    private final Console console;

    @Option(
            names = "--limit",
            defaultValue = "50",
            paramLabel = "N",
            description = "How many of them (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private Listing listing;

    JobsListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = listing.open()) {
            listing.print(
                    console,
                    new Jobs(opened, InstantSource.system()).list(limit),
                    "no training jobs yet",
                    JobsListCommand::table,
                    Job::fields);
            return ExitCode.DONE;
        }
    }

    private static TextTable table(List<Job> jobs) {
        TextTable table = new TextTable().row(JobText.HEAD);
        jobs.forEach(job -> table.row(JobText.cells(job)));
        return table;
    }
}
