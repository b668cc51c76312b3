package org.weatherinference.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Database;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Lifetime;
import org.weatherinference.state.NewKey;
import org.weatherinference.state.Rate;
import org.weatherinference.state.Right;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A new key, shown this once. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes a key and shows it, this once: only a hash of it is kept.",
        footer = {
            "",
            "  weather keys create --name phone-app --can classify,feedback --expires 90d --rate 60/min",
        })
final class KeysCreateCommand implements WeatherCommand {
    private final Console console;

    @Spec
    private CommandSpec spec;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What the key is called in lists.")
    private String name;

    @Option(
            names = "--can",
            required = true,
            paramLabel = "RIGHT,…",
            description = "What it opens: classify, feedback, train, manage.")
    private String rights;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "For how long, such as 12h, 90d or 4w (default: until it is revoked).")
    private @Nullable String expires;

    @Option(
            names = "--rate",
            paramLabel = "N/TIME",
            description = "Most requests a second, minute or hour, such as 60/min (default: no limit of its own).")
    private @Nullable String rate;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text); json also tells what the key is.")
    private ReportFormat format;

    @Mixin
    private DatabaseOption database;

    KeysCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException {
        try (Database opened = database.open()) {
            NewKey made = create(new Keys(opened, InstantSource.system()));
            switch (format) {
                case TEXT -> console.out().println(made.text());
                case JSON -> {
                    var json = made.key().fields();
                    json.put("key", made.text());
                    console.out().println(JsonText.line(json));
                }
            }
            console.err()
                    .println("weather: keep it now, it cannot be shown again; "
                            + made.key().id() + " is its id, which is no secret");
            return ExitCode.DONE;
        }
    }

    /** What breaks a rule was typed, whoever finds out. */
    private NewKey create(Keys keys) throws StateException {
        try {
            Set<Right> can = Right.parse(rights);
            Duration lifetime = expires == null ? null : Lifetime.parse(expires);
            return keys.create(name, can, lifetime, rate == null ? null : Rate.parse(rate));
        } catch (StateException.Invalid wrong) {
            throw new ParameterException(spec.commandLine(), Objects.toString(wrong.getMessage()));
        }
    }
}
