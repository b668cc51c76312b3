package org.weatherinference.cli;

import java.time.InstantSource;
import java.util.List;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Database;
import org.weatherinference.state.Job;
import org.weatherinference.state.JobEvent;
import org.weatherinference.state.JobState;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One job, or all that happens to it. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Tells what a training job is for and how far it is.")
final class JobsShowCommand implements WeatherCommand {
    private static final int PAGE = 500;
    private static final long PAUSE_MILLIS = 1_000;

    private final Console console;

    @Parameters(paramLabel = "ID", description = "The job, as weather jobs list calls it.")
    private String id;

    @Option(
            names = "--follow",
            description = "Print what happened to it so far, its log too, and what happens, until it ends; exit code 1"
                    + " where it makes no bundle.")
    private boolean follow;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    @Mixin
    private DatabaseOption database;

    JobsShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException, InterruptedException {
        try (Database opened = database.open()) {
            Jobs jobs = new Jobs(opened, InstantSource.system());
            if (follow) {
                return follow(jobs);
            }
            Job job = jobs.get(id);
            switch (format) {
                case TEXT -> console.out().print(JobText.page(job));
                case JSON -> console.out().println(JsonText.line(job.fields()));
            }
            return ExitCode.DONE;
        }
    }

    private int follow(Jobs jobs) throws StateException, InterruptedException {
        long last = 0;
        while (true) {
            // Asked before the events, so that none of an ended job is missed.
            Job job = jobs.get(id);
            List<JobEvent> events = jobs.events(id, last, PAGE);
            events.forEach(this::print);
            if (!events.isEmpty()) {
                last = events.getLast().sequence();
            } else if (job.state().ended()) {
                return end(job);
            } else {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void print(JobEvent event) {
        console.out()
                .println(
                        switch (format) {
                            case TEXT -> JobText.line(event);
                            case JSON -> JsonText.line(event.fields());
                        });
    }

    private int end(Job job) {
        if (job.state() == JobState.DONE) {
            console.err().println("made " + job.result());
            return ExitCode.DONE;
        }
        console.err()
                .println("weather: the training job " + id + " is " + job.state()
                        + (job.error() == null ? "" : ": " + job.error()));
        return ExitCode.FAILED;
    }
}
