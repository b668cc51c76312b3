package org.weatherinference.cli;

import java.time.InstantSource;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.state.Database;
import org.weatherinference.state.JobState;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A job called off. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Calls a training job off; the worker that has it stops within some seconds.")
final class JobsCancelCommand implements WeatherCommand {
    private final Console console;

    @Parameters(paramLabel = "ID", description = "The job, as weather jobs list calls it.")
    private String id;

    @Mixin
    private DatabaseOption database;

    JobsCancelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = database.open()) {
            JobState state = new Jobs(opened, InstantSource.system()).cancel(id);
            console.out().println(id + " is " + state);
            return state == JobState.DONE || state == JobState.FAILED ? ExitCode.FAILED : ExitCode.DONE;
        }
    }
}
