package org.weatherinference.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What is done with folders of labelled photos; each thing a command of its own. */
@Command(name = "dataset", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class DatasetCommand {
    private DatasetCommand() {}

    static CommandLine line(Surroundings around) {
        return new CommandLine(new DatasetCommand())
                .addSubcommand(new DatasetGatherCommand(around))
                .addSubcommand(new DatasetCheckCommand(around))
                .addSubcommand(new DatasetCleanCommand(around))
                .addSubcommand(new DatasetSplitCommand(around))
                .addSubcommand(new DatasetSheetCommand(around))
                .addSubcommand(new DatasetShowCommand(around));
    }
}
