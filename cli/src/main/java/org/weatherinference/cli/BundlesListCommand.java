package org.weatherinference.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.BundleStore.Entry;
import org.weatherinference.model.Metrics;
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
            description = "One of ${COMPLETION-CANDIDATES} (default: text); json is the manifest of each.")
    private ReportFormat format;

    BundlesListCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        List<Entry> entries = around.store().get().list();
        if (entries.isEmpty()) {
            around.console().err().println("no bundles yet: make one with weather train");
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
            case JSON -> out.println(entry.manifest().toJson());
        }
    }

    private static String text(Entry.Readable entry) {
        BundleManifest manifest = entry.manifest();
        return String.format(
                Locale.ROOT,
                "%-20s %-10.10s %-22s %-8s %s",
                manifest.reference(),
                manifest.created(),
                error(manifest.metrics()),
                entry.shipped() ? "shipped" : "own",
                String.join(", ", manifest.labels()));
    }

    private static String error(@Nullable Metrics metrics) {
        return metrics == null
                ? "never measured"
                : String.format(Locale.ROOT, "%d of %d wrong", metrics.wrong(), metrics.photos());
    }
}
