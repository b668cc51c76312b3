package org.weatherinference.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.BundleStore.Entry;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.Rollout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every version of every bundle, a line each. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every version of every bundle.")
final class BundlesListCommand implements WeatherCommand {
    private final Surroundings around;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description =
                    "One of ${COMPLETION-CANDIDATES} (default: text); json is the manifest of each, and where it is.")
    private ReportFormat format;

    BundlesListCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        List<Entry> entries = around.store().get().list();
        if (entries.isEmpty()) {
            around.console()
                    .err()
                    .println("no bundles yet: make one with weather train, or get one with weather bundles import");
        }
        entries.forEach(this::write);
        boolean sound = entries.stream().allMatch(Entry.Readable.class::isInstance);
        return sound ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void write(Entry entry) {
        switch (entry) {
            case Entry.Readable readable -> write(readable);
            case Entry.Unreadable(var folder, var fault) ->
                around.console().err().println(folder + ": " + fault);
        }
    }

    private void write(Entry.Readable entry) {
        PrintStream out = around.console().out();
        switch (format) {
            case TEXT -> out.println(text(entry));
            case JSON -> out.println(JsonText.line(json(entry)));
        }
    }

    private static Map<String, @Nullable Object> json(Entry.Readable entry) {
        Map<String, @Nullable Object> json =
                new LinkedHashMap<>(entry.manifest().fields());
        json.put("folder", entry.folder().toString());
        json.put("shipped", entry.shipped());
        json.put("bytes", entry.bytes());
        json.put("live", entry.live());
        json.put("trial", entry.trial().map(Rollout.Trial::word).orElse(null));
        json.put("tags", entry.tags());
        return json;
    }

    private static String text(Entry.Readable entry) {
        BundleManifest manifest = entry.manifest();
        return String.format(
                Locale.ROOT,
                "%-20s %-10.10s %8.1f MB  %-22s %-8s %s%s",
                manifest.reference(),
                manifest.created(),
                entry.bytes() / 1e6,
                error(manifest.metrics()),
                entry.shipped() ? "shipped" : "own",
                String.join(", ", manifest.labels()),
                names(entry));
    }

    private static String names(Entry.Readable entry) {
        String names = standing(entry);
        return names.isEmpty() ? "" : "  [" + names + "]";
    }

    /** Whether a version answers, or is tried out, and the tags that mean it. */
    static String standing(Entry.Readable entry) {
        Stream<String> live = entry.live() ? Stream.of("live") : Stream.empty();
        Stream<String> trial = entry.trial().map(Rollout.Trial::word).stream();
        return Stream.of(live, trial, entry.tags().stream())
                .flatMap(words -> words)
                .collect(Collectors.joining(", "));
    }

    private static String error(@Nullable Metrics metrics) {
        return metrics == null
                ? "never measured"
                : String.format(
                        Locale.ROOT, "%.1f %% (%d of %d)", 100 * metrics.error(), metrics.wrong(), metrics.photos());
    }
}
