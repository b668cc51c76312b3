package org.weatherinference.cli;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.state.Database;
import org.weatherinference.state.Feedback;
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

    @Mixin
    private FeedbackOptions options;

    @Mixin
    private Listing listing;

    FeedbackListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = listing.open()) {
            listing.print(console, remarks(opened), "no feedback yet", FeedbackListCommand::table, Remark::fields);
            return ExitCode.DONE;
        }
    }

    private List<Remark> remarks(Database opened) throws StateException {
        Feedback feedback = options.of(opened);
        int most = limit == 0 ? Integer.MAX_VALUE : limit;
        List<Remark> remarks = new ArrayList<>();
        String next = null;
        do {
            int left = Math.clamp(most - remarks.size(), 1, MOST_AT_ONCE);
            RemarkPage page = feedback.list(options.filter(), next, left);
            remarks.addAll(page.remarks());
            next = page.next();
        } while (next != null && remarks.size() < most);
        return remarks;
    }

    private static TextTable table(List<Remark> remarks) {
        TextTable table = new TextTable().row(HEAD);
        remarks.forEach(remark -> table.row(cells(remark)));
        return table;
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
