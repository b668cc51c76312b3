package org.weatherinference.cli;

import java.util.List;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.photo.PhotoException;
import picocli.CommandLine.Command;

/** What is installed, and what is slow and why. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        footer = {"", "It ends with 1 where something does not work."})
final class DoctorCommand implements WeatherCommand {
    private final Surroundings around;

    DoctorCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws PhotoException {
        List<Finding> findings = new Examination(around.store().get()).findings();
        findings.forEach(finding -> around.console().out().println(finding.line()));
        return findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.BROKEN)
                ? ExitCode.FAILED
                : ExitCode.DONE;
    }
}
