package org.weatherinference.cli;

import org.jspecify.annotations.Nullable;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.server.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a server whether it is ready, for probes of containers that have no other means. */
@Command(name = "health", mixinStandardHelpOptions = true)
final class HealthCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "Where the server is (default: on this machine, as WEATHER_PORT and the server's other"
                    + " variables say; http://127.0.0.1:8080 where they say nothing).")
    private @Nullable String url;

    HealthCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try {
            return new HealthProbe(around.console()).ask(url == null ? HealthProbe.here() : checked(url));
        } catch (SettingException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }

    private String checked(String address) {
        if (!address.matches("https?://[^\\s]+")) {
            throw new ParameterException(
                    spec.commandLine(), "URL is \"" + address + "\", must be such as http://127.0.0.1:8080");
        }
        return address;
    }
}
