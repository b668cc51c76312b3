package org.weatherinference.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Database;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A list out of the database: where it comes from, and how it is shown. */
final class Listing {
    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    @Mixin
    private DatabaseOption database;

    /** The database; the caller closes it. */
    Database open() {
        return database.open();
    }

    /**
     * Shows items, as a table or as a line of JSON each.
     *
     * @param none what is said where there are none
     */
    <T> void print(
            Console console,
            List<T> items,
            String none,
            Function<List<T>, TextTable> table,
            Function<T, Map<String, ? extends @Nullable Object>> fields) {
        if (items.isEmpty()) {
            console.err().println(none);
            return;
        }
        switch (format) {
            case TEXT -> console.out().print(table.apply(items));
            case JSON -> items.forEach(item -> console.out().println(JsonText.line(fields.apply(item))));
        }
    }
}
