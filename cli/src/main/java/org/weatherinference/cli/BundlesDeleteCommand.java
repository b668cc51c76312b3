package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Locale;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Terminal;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A version taken away for good. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = "Deletes a version of a bundle for good, and its tags.")
final class BundlesDeleteCommand implements WeatherCommand {
    private final Surroundings around;

    @Parameters(paramLabel = "REF", description = "What to delete: NAME:VERSION, NAME:TAG or NAME:latest.")
    private String reference;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    BundlesDeleteCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException {
        BundleStore store = around.store().get();
        String version = store.deletable(reference);
        if (!yes && !agreed(version)) {
            around.console().err().println(version + " is left as it is");
            return ExitCode.FAILED;
        }
        store.delete(version);
        around.console().out().println(version + " is deleted");
        return ExitCode.DONE;
    }

    private boolean agreed(String version) {
        Console console = around.console();
        if (!Terminal.hears(console.in())) {
            throw new CommandException(version + " is not deleted: there is nobody to ask; say so with --yes");
        }
        console.err().print("Delete " + version + " for good? [y/N] ");
        console.err().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(console.in(), UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            throw new CommandException("no answer could be read: " + e.getMessage(), e);
        }
    }
}
