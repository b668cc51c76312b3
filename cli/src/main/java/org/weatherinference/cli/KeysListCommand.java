package org.weatherinference.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.state.Database;
import org.weatherinference.state.Key;
import org.weatherinference.state.Keys;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Every key, a line each. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists every key, the newest first, and when each was last used.")
final class KeysListCommand implements WeatherCommand {
    private final Console console;

    @Mixin
    private Listing listing;

    KeysListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = listing.open()) {
            listing.print(
                    console,
                    new Keys(opened, InstantSource.system()).list(),
                    "no keys yet: make one with weather keys create",
                    KeysListCommand::table,
                    Key::fields);
            return ExitCode.DONE;
        }
    }

    private static TextTable table(List<Key> keys) {
        Instant now = Instant.now();
        TextTable table = new TextTable().row(KeyText.HEAD);
        keys.forEach(key -> table.row(KeyText.cells(key, now)));
        return table;
    }
}
