package org.weatherinference.cli;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.state.Database;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.PhotoFolder;
import org.weatherinference.state.StateException;
import org.weatherinference.state.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What visitors said, counted. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Counts what visitors said: by bundle and label, how many said so too, and what the others said.",
        footer = {
            "",
            "People speak up where an answer is wrong, so agreement here is far below that of all answers.",
        })
final class FeedbackStatsCommand implements WeatherCommand {
    private static final List<String> HEAD = List.of("MODEL", "ANSWERED", "REMARKS", "AGREED", "OTHERS SAID");

    private final Console console;

    @Mixin
    private Listing listing;

    FeedbackStatsCommand(Console console) {
        this.console = console;
    }

    /** Of one label of one bundle. */
    private record Row(String bundle, String answered) {
        static final Comparator<Row> ORDER = Comparator.comparing(Row::bundle).thenComparing(Row::answered);
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = listing.open()) {
            PhotoFolder photos = PhotoFolder.standard(WeatherHome.folder());
            listing.print(
                    console,
                    new Feedback(opened, photos, InstantSource.system()).tallies(),
                    "no feedback yet",
                    FeedbackStatsCommand::table,
                    Tally::fields);
            return ExitCode.DONE;
        }
    }

    private static TextTable table(List<Tally> tallies) {
        Map<Row, TreeMap<String, Long>> rows = new TreeMap<>(Row.ORDER);
        tallies.forEach(tally -> rows.computeIfAbsent(new Row(tally.bundle(), tally.answered()), _ -> new TreeMap<>())
                .put(tally.given(), tally.count()));
        TextTable table = new TextTable().row(HEAD);
        rows.forEach((row, given) -> table.row(cells(row, given)));
        return table;
    }

    private static List<String> cells(Row row, Map<String, Long> given) {
        long all = given.values().stream().mapToLong(Long::longValue).sum();
        long agreed = given.getOrDefault(row.answered(), 0L);
        StringBuilder others = new StringBuilder();
        given.forEach((label, count) -> {
            if (!label.equals(row.answered())) {
                others.append(others.isEmpty() ? "" : ", ")
                        .append(label)
                        .append(' ')
                        .append(count);
            }
        });
        return List.of(
                row.bundle(),
                row.answered(),
                String.valueOf(all),
                String.format(Locale.ROOT, "%d (%.0f %%)", agreed, 100.0 * agreed / all),
                others.toString());
    }
}
