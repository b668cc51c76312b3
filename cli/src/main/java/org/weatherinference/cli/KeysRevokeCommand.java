package org.weatherinference.cli;

import java.time.InstantSource;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.state.Database;
import org.weatherinference.state.Key;
import org.weatherinference.state.Keys;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A key taken back. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Takes a key back for good: within a second no server lets it in any more.")
final class KeysRevokeCommand implements WeatherCommand {
    private final Console console;

    @Parameters(paramLabel = "NAME|ID", description = "The key, as weather keys list calls it.")
    private String key;

    @Mixin
    private DatabaseOption database;

    KeysRevokeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = database.open()) {
            Key revoked = new Keys(opened, InstantSource.system()).revoke(key);
            console.out().println(revoked.name() + " (" + revoked.id() + ") is revoked");
            return ExitCode.DONE;
        }
    }
}
