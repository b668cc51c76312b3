package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.Progress;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weather dist}: the program and bundles as a zip file that needs no JDK. */
@Command(
        name = "dist",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Builds a zip file of this program that runs without a JDK.",
        description = {
            "For this machine's platform. It holds a launcher, a small Java runtime, native libraries and bundles, may be"
                    + " unpacked anywhere, and has every command but those that train and those that build.",
            ""
        })
public final class DistCommand extends BuildCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "REF",
            description = "Bundles to put in: NAME, NAME:VERSION, NAME:latest, NAME:live or a folder (default: the"
                    + " standard bundle). The first answers where none is named.")
    private List<String> references = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The zip file to write (default: weather-PLATFORM.zip); it must not exist.")
    private @Nullable Path output;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text); json names digest and sizes.")
    private ReportFormat format;

    @Override
    void build() throws BundleException, IOException, InterruptedException {
        List<Bundle> bundles =
                references.isEmpty() ? List.of(BundleStore.standard().standardBundle()) : bundles(references);
        requireLinux(
                "a distribution holds programs of the machine that builds it, and must be built on Linux: use WSL");
        String name = "weather-" + Distribution.platform();
        NewFile file = NewFile.at(output == null ? Path.of(name + ".zip") : output);
        try (WorkFolder work = WorkFolder.open();
                Progress progress = Progress.start("Building", Distribution.STEPS + 1, "steps")) {
            Distribution distribution =
                    new Distribution(work.path().toRealPath(), name, ServingJars.given(), bundles, standard(bundles));
            List<Layer> layers = distribution.layOut(new StartCache(cache()), progress);
            progress.note("writing");
            file.write(unfinished -> Distribution.zip(layers, unfinished));
            progress.step(1);
            report(new BuiltDistribution(
                    file.path(), name, bundles.stream().map(Bundle::reference).toList(), layers));
        }
    }

    private String standard(List<Bundle> bundles) {
        return references.isEmpty() ? "" : bundles.getFirst().manifest().name();
    }

    private void report(BuiltDistribution built) throws IOException {
        switch (format) {
            case JSON -> System.out.println(built.json());
            case TEXT -> built.text().forEach(System.err::println);
        }
    }
}
