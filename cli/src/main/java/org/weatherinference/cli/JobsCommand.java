package org.weatherinference.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Trainings that workers do; each thing a command of its own. */
@Command(name = "jobs", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class JobsCommand {
    private JobsCommand() {}

    static CommandLine line(Console console) {
        return new CommandLine(new JobsCommand())
                .addSubcommand(new JobsListCommand(console))
                .addSubcommand(new JobsShowCommand(console))
                .addSubcommand(new JobsCancelCommand(console));
    }
}
