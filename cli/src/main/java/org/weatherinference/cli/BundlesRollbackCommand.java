package org.weatherinference.cli;

import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.Rollouts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The version that was live before. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description =
                "Makes the version live that was live before, or ends a trial. Servers over the same store follow.")
final class BundlesRollbackCommand implements WeatherCommand {
    private final Surroundings around;

    @Parameters(paramLabel = "NAME", description = "Of the bundle, without a version.")
    private String name;

    @Option(names = "--trial", description = "End the trial alone; what is live stays.")
    private boolean trial;

    BundlesRollbackCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException {
        Rollouts rollouts = around.store().get().rollouts();
        around.console()
                .out()
                .println(
                        trial
                                ? "the trial is over; "
                                        + rollouts.endTrial(name).reference() + " is live"
                                : rollouts.rollBack(name).reference() + " is live again");
        return ExitCode.DONE;
    }
}
