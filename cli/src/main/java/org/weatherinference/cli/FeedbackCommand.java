package org.weatherinference.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What visitors said of answers; each thing a command of its own. */
@Command(name = "feedback", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class FeedbackCommand {
    private FeedbackCommand() {}

    static CommandLine line(Console console) {
        return new CommandLine(new FeedbackCommand())
                .addSubcommand(new FeedbackListCommand(console))
                .addSubcommand(new FeedbackStatsCommand(console))
                .addSubcommand(new FeedbackExportCommand(console));
    }
}
