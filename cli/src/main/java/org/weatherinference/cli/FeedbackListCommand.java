package org.weatherinference.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Database;
import org.weatherinference.state.Remark;
import org.weatherinference.state.RemarkPage;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What visitors said, a line each. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists what visitors said of answers, the newest first.",
        footer = {"", "  weather feedback list --model weather:2 --label raining"})
final class FeedbackListCommand implements WeatherCommand {
    private static final List<String> HEAD = List.of("ID", "GIVEN", "MODEL", "ANSWERED", "SURE", "SAYS", "PHOTO UNTIL");
    private static final int MOST_AT_ONCE = 1_000;

    private final Console console;

    @Option(
            names = "--limit",
            defaultValue = "50",
            paramLabel = "N",
            description = "How many of them; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    @Mixin
    private FeedbackOptions options;

    @Mixin
    private DatabaseOption database;

    FeedbackListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = database.open()) {
            int left = limit == 0 ? Integer.MAX_VALUE : limit;
            RemarkPage page = page(opened, null, left);
            if (page.remarks().isEmpty()) {
                console.err().println("no feedback yet");
                return ExitCode.DONE;
            }
            print(page, true);
            for (left -= page.remarks().size();
                    left > 0 && page.next() != null;
                    left -= page.remarks().size()) {
                page = page(opened, page.next(), left);
                print(page, false);
            }
            return ExitCode.DONE;
        }
    }

    private RemarkPage page(Database opened, @Nullable String after, int most) throws StateException {
        return options.of(opened).list(options.filter(), after, Math.clamp(most, 1, MOST_AT_ONCE));
    }

    private void print(RemarkPage page, boolean first) {
        switch (format) {
            case JSON -> page.remarks().forEach(remark -> console.out().println(JsonText.line(remark.fields())));
            case TEXT -> {
                TextTable table = first ? new TextTable().row(HEAD) : new TextTable();
                page.remarks().forEach(remark -> table.row(cells(remark)));
                console.out().print(table);
            }
        }
    }

    private static List<String> cells(Remark remark) {
        return List.of(
                remark.id(),
                remark.givenAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                remark.bundle(),
                remark.verdict().equals(remark.answered()) ? remark.answered() : remark.answered() + " (unsure)",
                String.format(Locale.ROOT, "%.0f %%", remark.confidence() * 100),
                remark.given(),
                remark.expires() == null
                        ? "-"
                        : remark.expires()
                                .truncatedTo(ChronoUnit.DAYS)
                                .toString()
                                .substring(0, 10));
    }
}
