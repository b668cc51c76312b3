package org.weatherinference.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Database;
import org.weatherinference.state.Key;
import org.weatherinference.state.Keys;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every key, a line each. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists every key, the newest first, and when each was last used.")
final class KeysListCommand implements WeatherCommand {
    private final Console console;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    @Mixin
    private DatabaseOption database;

    KeysListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = database.open()) {
            List<Key> keys = new Keys(opened, InstantSource.system()).list();
            if (keys.isEmpty()) {
                console.err().println("no keys yet: make one with weather keys create");
                return ExitCode.DONE;
            }
            switch (format) {
                case TEXT -> console.out().print(table(keys));
                case JSON -> keys.forEach(key -> console.out().println(JsonText.line(key.fields())));
            }
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
