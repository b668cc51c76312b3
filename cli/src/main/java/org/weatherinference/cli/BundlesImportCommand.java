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
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.BundleStore.Imported;
import picocli.CommandLine.ArgGroup;
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
        sortOptions = false,
        description = "Takes in a bundle that was exported, after checking all of it; it keeps its name and version."
                + " Or makes a bundle of a network that was trained by another program.",
        footer = {
            "",
            "  weather bundles import weather-3.zip",
            "  weather bundles import https://example.org/weather-3.zip",
            "  weather bundles import --onnx rain.onnx --name rain --labels raining,sunny"
                    + " --preparation 224,squash,imagenet",
        })
final class BundlesImportCommand implements WeatherCommand {
    /** Held in memory; what is larger is for a program that gets files. */
    private static final int MAX_FETCHED = BundleStore.MAX_BYTES / 2;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE|URL", description = "Zip file of a bundle.")
    private @Nullable String source;

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

    @ArgGroup(exclusive = false, heading = "A network of another program:%n")
    private @Nullable ForeignOptions foreign;

    BundlesImportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException {
        if (source != null && foreign == null) {
            say(PhotoInputs.isUrl(source) ? fetched(source) : imported(source, file(source)));
        } else if (source == null && foreign != null && name == null) {
            make(foreign);
        } else {
            throw wrong("give either a zip file or URL, or --onnx with --name");
        }
        return ExitCode.DONE;
    }

    private void say(Imported imported) {
        Bundle bundle = imported.bundle();
        String became =
                imported.added() ? " is imported: " + bundle.folder() : " is there already, and is the very same";
        around.console().out().println(bundle.reference() + became);
    }

    private void make(ForeignOptions options) throws BundleException {
        try {
            ForeignBundle made = ForeignBundle.of(options);
            Bundle bundle = around.store().get().add(made.draft());
            around.console().err().println(options.file + ": " + made.found());
            say(new Imported(bundle, true));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Path file(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new CommandException(path + ": no path: " + e.getReason(), e);
        }
    }

    private Imported imported(String shown, Path file) {
        try {
            return around.store().get().add(file, name);
        } catch (BundleException e) {
            throw new CommandException(shown + ": " + e.getMessage(), e);
        }
    }

    private Imported fetched(String url) {
        try {
            Path file = Files.createTempFile("weather-bundle", ".zip");
            try (var web = new WebSource(rules())) {
                Files.write(file, web.get(url));
                return imported(url, file);
            } finally {
                Files.delete(file);
            }
        } catch (InputException e) {
            throw new CommandException(url + ": " + e.getMessage(), e);
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
            throw wrong("--allow-host: " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
