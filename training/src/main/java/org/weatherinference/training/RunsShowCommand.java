package org.weatherinference.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.training.Chart.Axis;
import org.weatherinference.training.Chart.Mark;
import org.weatherinference.training.Chart.Point;
import org.weatherinference.training.RunFolder.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code weather runs show}: one run, with its settings and curves. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a run with its settings, epochs and curves.")
final class RunsShowCommand implements WeatherCommand {
    @Parameters(paramLabel = "RUN", description = "As weather runs calls it, or a name: then its newest run.")
    private String wanted;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    @Override
    public Integer call() {
        RunFolder run = run();
        try {
            System.out.print(
                    switch (format) {
                        case TEXT -> text(run);
                        case JSON -> json(run);
                    });
        } catch (JacksonException e) {
            throw new CommandException(run.path() + " cannot be read: " + e.getOriginalMessage(), e);
        }
        return ExitCode.DONE;
    }

    private RunFolder run() {
        List<RunFolder> runs = RunsCommand.runs();
        return runs.stream()
                .filter(run -> run.id().equals(wanted) || run.isOf(wanted))
                .findFirst()
                .orElseThrow(() -> new CommandException("there is no run " + wanted + "; there are: "
                        + runs.stream().map(RunFolder::id).collect(Collectors.joining(", "))));
    }

    private static String json(RunFolder run) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("summary", RunSummary.of(run));
        all.put("settings", settings(run.settings()));
        all.put("history", run.history());
        run.curve().ifPresent(curve -> all.put("learningRates", curve));
        return new JsonMapper().writeValueAsString(all) + "\n";
    }

    private static Map<String, String> settings(Settings asked) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("parent", asked.parent());
        settings.put("labels", asked.labels().isEmpty() ? "all" : asked.labels());
        settings.put("dataset", asked.dataset());
        settings.put("valid", Double.toString(asked.valid()));
        settings.putAll(asked.plan().settings());
        return settings;
    }

    private static String text(RunFolder run) {
        StringBuilder text = new StringBuilder(RunSummary.table(List.of(RunSummary.of(run))));
        run.failure()
                .ifPresent(
                        failure -> text.append("\nIt failed: ").append(failure).append('\n'));
        text.append("\nFolder: ").append(run.path()).append("\n\n");
        settings(run.settings()).forEach((name, value) -> text.append("%-15s %s%n".formatted(name, value)));
        run.curve().ifPresent(curve -> text.append('\n').append(BrailleChart.draw(RateSearch.chart(curve))));
        int best = run.outcome().map(RunFolder.Outcome::bestEpoch).orElse(0);
        if (!run.history().isEmpty()) {
            text.append('\n').append(epochs(run.history(), best));
        }
        if (run.history().size() > 1) {
            text.append('\n').append(curve("Loss of the photos learnt from", run.history(), EpochResult::loss, best));
            text.append('\n')
                    .append(curve(
                            "Error on the photos held out, in %",
                            run.history(), epoch -> 100 * epoch.heldOutError(), best));
        }
        return text.toString();
    }

    private static String epochs(List<EpochResult> history, int best) {
        TextTable table = new TextTable().row("Epoch", "Loss", "Held out: loss", "error", "photos/s", "");
        for (EpochResult epoch : history) {
            table.row(
                    epoch.epoch() + (epoch.frozen() ? ", head only" : ""),
                    String.format(Locale.ROOT, "%.4f", epoch.loss()),
                    String.format(Locale.ROOT, "%.4f", epoch.heldOutLoss()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * epoch.heldOutError()),
                    String.format(Locale.ROOT, "%.1f", epoch.photosPerSecond()),
                    epoch.epoch() == best ? "kept" : "");
        }
        return table.toString();
    }

    private static String curve(
            String title, List<EpochResult> history, ToDoubleFunction<EpochResult> height, int best) {
        List<Point> points = history.stream()
                .map(epoch -> new Point(epoch.epoch(), height.applyAsDouble(epoch)))
                .toList();
        List<Mark> marks = best == 0 ? List.of() : List.of(new Mark(best, "kept"));
        return BrailleChart.draw(new Chart(title, new Axis("epoch", false), new Axis("", false), points, marks));
    }
}
