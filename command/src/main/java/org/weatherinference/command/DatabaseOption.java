package org.weatherinference.command;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.state.Database;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which database is used: the one of the option, else of the environment, else the file in the user's folder. */
public final class DatabaseOption {
    private static final String VARIABLE = "WEATHER_DATABASE";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--database",
            paramLabel = "ADDRESS",
            description = "jdbc:sqlite:FILE or jdbc:postgresql://HOST/NAME?user=USER&password=PASSWORD"
                    + " (default: $WEATHER_DATABASE, else state.db in $WEATHER_HOME).")
    private @Nullable String address;

    /** The database; the caller closes it. */
    public Database open() {
        String chosen = Optional.ofNullable(address)
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)).filter(text -> !text.isBlank()))
                .orElseGet(() -> Database.standardAddress(WeatherHome.folder()));
        try {
            return Database.at(chosen);
        } catch (StateException.Invalid wrong) {
            throw new ParameterException(spec.commandLine(), Objects.toString(wrong.getMessage()));
        }
    }
}
