package org.weatherinference.spark;

import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import picocli.CommandLine;

/** The main class for {@code spark-submit}: {@code weather batch} with Spark's own settings around it. */
public final class BatchMain {
    private BatchMain() {}

    /** Runs to the end; an exit code other than 0 ends the process, as Spark takes that for a failure. */
    public static void main(String[] arguments) {
        int code = new CommandLine(new BatchCommand())
                .setCommandName("weather-batch")
                .setExecutionExceptionHandler((failure, line, _) -> failed(failure, line))
                .execute(arguments);
        if (code != ExitCode.DONE) {
            System.exit(code);
        }
    }

    private static int failed(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof CommandException) {
            line.getErr().println("weather-batch: " + failure.getMessage());
            return ExitCode.FAILED;
        }
        throw failure;
    }
}
