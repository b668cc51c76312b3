package org.weatherinference.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Who may call a server; each thing a command of its own. */
@Command(name = "keys", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
    private KeysCommand() {}

    static CommandLine line(Console console) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new KeysCreateCommand(console))
                .addSubcommand(new KeysListCommand(console))
                .addSubcommand(new KeysRevokeCommand(console));
    }
}
