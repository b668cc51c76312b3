package org.weatherinference.cli;

import java.io.PrintWriter;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.Spelling;
import org.weatherinference.state.StateException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into a line on standard error and an exit code. */
final class Failures {
    private Failures() {}

    /** One line that names what is wrong and what was probably meant, then the short usage. */
    static int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("weather: " + reason(failure));
        err.print(line.getHelp().synopsisHeading()
                + line.getHelp().synopsis(line.getHelp().synopsisHeadingLength()));
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static String reason(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : String.valueOf(failure.getMessage());
    }

    private static String unmatched(UnmatchedArgumentException failure) {
        String first = failure.getUnmatched().getFirst();
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        if (failure.isUnknownOption()) {
            return "there is no option '" + first + "'"
                    + Spelling.hint(first, command.optionsMap().keySet());
        }
        return command.subcommands().isEmpty()
                ? String.valueOf(failure.getMessage())
                : "there is no command '" + first + "'"
                        + Spelling.hint(first, command.subcommands().keySet());
    }

    /** One line for what users can mend; the stack for what only we can. */
    static int failed(Exception failure, CommandLine line, ParseResult parsed) {
        if (Interrupt.ending()) {
            return ExitCode.FAILED;
        }
        PrintWriter err = line.getErr();
        if (failure instanceof CommandException
                || failure instanceof BundleException
                || failure instanceof DatasetException
                || failure instanceof StateException) {
            err.println("weather: " + failure.getMessage());
        } else {
            err.println("weather: a fault of the program itself, please report it:");
            failure.printStackTrace(err);
        }
        return ExitCode.FAILED;
    }
}
