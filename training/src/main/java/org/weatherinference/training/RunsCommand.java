package org.weatherinference.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code weather runs}: every training and search for a learning rate, and how it went. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        header = "Lists trainings and how they went.",
        description = {
            "The newest comes last. An error with a * is that of the photos held out to choose by; without, that of the"
                    + " photos that only measure. 'In all' counts the epochs of the network it began with, too.",
            ""
        },
        subcommands = RunsShowCommand.class)
public final class RunsCommand implements WeatherCommand {
    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    @Override
    public Integer call() {
        List<RunSummary> summaries = new ArrayList<>();
        boolean sound = true;
        for (RunFolder run : runs().reversed()) {
            try {
                summaries.add(RunSummary.of(run));
            } catch (JacksonException e) {
                System.err.println(run.path() + " cannot be read: " + e.getOriginalMessage());
                sound = false;
            }
        }
        write(summaries);
        return sound ? ExitCode.DONE : ExitCode.FAILED;
    }

    static List<RunFolder> runs() {
        try {
            return RunFolder.all(RunFolder.home());
        } catch (IOException e) {
            throw new CommandException(RunFolder.home() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(List<RunSummary> summaries) {
        if (summaries.isEmpty()) {
            System.err.println("no runs yet: make one with weather train");
            return;
        }
        switch (format) {
            case TEXT -> System.out.print(RunSummary.table(summaries));
            case JSON -> {
                JsonMapper json = new JsonMapper();
                summaries.forEach(run -> System.out.println(json.writeValueAsString(run)));
            }
        }
    }
}
