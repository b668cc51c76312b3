package org.weatherinference.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What is done with bundles; each thing a command of its own. */
@Command(name = "bundles", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class BundlesCommand {
    private BundlesCommand() {}

    static CommandLine line(Surroundings around) {
        return new CommandLine(new BundlesCommand())
                .addSubcommand(new BundlesListCommand(around))
                .addSubcommand(new BundlesShowCommand(around))
                .addSubcommand(new BundlesVerifyCommand(around))
                .addSubcommand(new BundlesExportCommand(around))
                .addSubcommand(new BundlesImportCommand(around))
                .addSubcommand(new BundlesDeleteCommand(around))
                .addSubcommand(new BundlesTagCommand(around))
                .addSubcommand(new BundlesPromoteCommand(around))
                .addSubcommand(new BundlesRollbackCommand(around))
                .addSubcommand(new BundlesSpecCommand(around))
                .addSubcommand(new BundlesOptimizeCommand(around))
                .addSubcommand(new BundlesQuantizeCommand(around));
    }
}
