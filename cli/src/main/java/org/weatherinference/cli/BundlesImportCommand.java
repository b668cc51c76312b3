package org.weatherinference.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.fetch.FetchRules;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.BundleStore.Imported;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A bundle from elsewhere. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Takes in a bundle that was exported, after checking all of it; it keeps its name and version.",
        footer = {
            "",
            "  weather bundles import weather-3.zip",
            "  weather bundles import https://example.org/weather-3.zip",
        })
final class BundlesImportCommand implements WeatherCommand {
    /** Held in memory; what is larger is for a program that gets files. */
    private static final int MAX_FETCHED = BundleStore.MAX_BYTES / 2;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE|URL", description = "Zip file of a bundle.")
    private String source;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Make it the next version of NAME, in place of its own name and version.")
    private @Nullable String name;

    @Option(
            names = "--allow-host",
            paramLabel = "HOST",
            description = "A host that the URL may point to though it is not public.")
    private List<String> allowedHosts = new ArrayList<>();

    BundlesImportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Imported imported = PhotoInputs.isUrl(source) ? fetched() : imported(file());
        String version = imported.bundle().reference();
        around.console()
                .out()
                .println(version
                        + (imported.added()
                                ? " is imported: " + imported.bundle().folder()
                                : " is there already, and is the very same"));
        return ExitCode.DONE;
    }

    private Path file() {
        try {
            return Path.of(source);
        } catch (InvalidPathException e) {
            throw new CommandException(source + ": no path: " + e.getReason(), e);
        }
    }

    private Imported imported(Path file) {
        try {
            return around.store().get().add(file, name);
        } catch (BundleException e) {
            throw new CommandException(source + ": " + e.getMessage(), e);
        }
    }

    private Imported fetched() {
        try {
            Path file = Files.createTempFile("weather-bundle", ".zip");
            try (var web = new WebSource(rules())) {
                Files.write(file, web.get(source));
                return imported(file);
            } finally {
                Files.delete(file);
            }
        } catch (InputException e) {
            throw new CommandException(source + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException("the bundle cannot be kept while it is checked: " + e, e);
        }
    }

    private FetchRules rules() {
        try {
            return FetchRules.DEFAULT
                    .withMaxBytes(MAX_FETCHED)
                    .withTimeout(PATIENCE)
                    .withAllowedHosts(allowedHosts);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--allow-host: " + e.getMessage(), e);
        }
    }
}
