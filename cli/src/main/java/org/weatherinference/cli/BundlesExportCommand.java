package org.weatherinference.cli;

import java.nio.file.Path;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A bundle as one file, to hand on. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a bundle as one zip file; the same bundle always in the same bytes.")
final class BundlesExportCommand implements WeatherCommand {
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "REF", description = References.BUNDLE)
    private String reference;

    @Parameters(index = "1", paramLabel = "FILE", description = "Zip file to write, which must not be there yet.")
    private Path file;

    BundlesExportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException {
        Bundle bundle = around.store().get().resolve(reference);
        bundle.export(file);
        around.console().out().println(bundle.reference() + " is in " + file);
        return ExitCode.DONE;
    }
}
