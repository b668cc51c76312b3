package org.weatherinference.cli;

import java.util.List;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.BundleException;
import org.weatherinference.server.Contract;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The HTTP interface of a server that answers with a bundle. */
@Command(
        name = "spec",
        mixinStandardHelpOptions = true,
        description = "Prints the OpenAPI document of a server that answers with a bundle.")
final class BundlesSpecCommand implements WeatherCommand {
    private final Surroundings around;

    @Parameters(paramLabel = "REF", description = References.BUNDLE)
    private String reference;

    BundlesSpecCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException {
        var bundle = around.store().get().resolve(reference);
        around.console().out().print(Contract.of(List.of(bundle.manifest()), "/"));
        return ExitCode.DONE;
    }
}
