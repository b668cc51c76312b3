package org.weatherinference.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.BundleStore.Entry;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What one bundle says of itself. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Shows what a bundle says of itself.")
final class BundlesShowCommand implements WeatherCommand {
    private final Surroundings around;

    @Parameters(paramLabel = "REF", description = References.BUNDLE)
    private String reference;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text); json is the bundle's own manifest.")
    private ReportFormat format;

    BundlesShowCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException, IOException {
        Bundle bundle = around.store().get().resolve(reference);
        PrintStream out = around.console().out();
        switch (format) {
            case TEXT -> facts(bundle, standing(bundle)).forEach(out::println);
            case JSON -> out.println(bundle.manifest().toJson());
        }
        return ExitCode.DONE;
    }

    /** Empty for a bundle that nobody marked, or that is not in the store. */
    private String standing(Bundle bundle) {
        return around.store().get().list().stream()
                .filter(entry -> entry.folder().equals(bundle.folder()))
                .map(Entry.Readable.class::cast)
                .map(BundlesListCommand::standing)
                .collect(Collectors.joining());
    }

    private static List<String> facts(Bundle bundle, String standing) throws IOException {
        BundleManifest manifest = bundle.manifest();
        List<String> facts = new ArrayList<>();
        facts.add(fact("bundle", manifest.reference()));
        facts.add(fact("folder", bundle.folder().toString()));
        if (!standing.isEmpty()) {
            facts.add(fact("standing", standing));
        }
        facts.add(fact("created", manifest.created().toString()));
        facts.add(fact("labels", String.join(", ", manifest.labels())));
        facts.add(fact("input", preparation(manifest)));
        facts.add(fact("temperature", Double.toString(manifest.temperature())));
        facts.add(fact("unsure", "below " + manifest.unsureThreshold()));
        facts.add(fact("network", String.format(Locale.ROOT, "%.1f MB", Files.size(bundle.network()) / 1e6)));
        facts.add(fact("licence", manifest.licence()));
        facts.addAll(measured(manifest.metrics()));
        facts.addAll(origin(manifest.provenance()));
        return facts;
    }

    private static String preparation(BundleManifest manifest) {
        var preparation = manifest.preparation();
        return preparation.width() + " x " + preparation.height() + " pixels, "
                + preparation.fit().name().toLowerCase(Locale.ROOT);
    }

    private static List<String> measured(@Nullable Metrics metrics) {
        if (metrics == null) {
            return List.of(fact("error", "never measured"));
        }
        List<String> facts = new ArrayList<>();
        facts.add(fact(
                "error",
                String.format(
                        Locale.ROOT,
                        "%.1f %% (%d of %d photos; 95 %% interval %.1f to %.1f %%)",
                        100 * metrics.error(),
                        metrics.wrong(),
                        metrics.photos(),
                        100 * metrics.errorLow(),
                        100 * metrics.errorHigh())));
        metrics.perSource()
                .forEach(source ->
                        facts.add(fact("", source.source() + ": " + source.wrong() + " of " + source.photos())));
        return facts;
    }

    private static List<String> origin(@Nullable Provenance provenance) {
        if (provenance == null) {
            return List.of(fact("origin", "not known"));
        }
        List<String> facts = new ArrayList<>();
        facts.add(fact("began with", provenance.parent()));
        facts.add(fact("learnt from", provenance.photos() + " photos, data " + provenance.dataset()));
        provenance.settings().forEach((name, value) -> facts.add(fact("", name + " = " + value)));
        return facts;
    }

    private static String fact(String name, String value) {
        return String.format(Locale.ROOT, "%-12s %s", name, value);
    }
}
