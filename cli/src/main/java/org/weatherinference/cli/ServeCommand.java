package org.weatherinference.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.BundleException;
import org.weatherinference.server.Setting;
import org.weatherinference.server.SettingException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Answers over HTTP until it is told to end. Its options are the server's settings. */
final class ServeCommand implements Callable<Integer> {
    private static final String CONFIG = "--config";

    private final Surroundings around;
    private final CommandSpec spec;

    private ServeCommand(Surroundings around) {
        this.around = around;
        spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
    }

    static CommandLine line(Surroundings around) {
        CommandSpec spec = new ServeCommand(around).spec;
        for (Setting setting : Setting.values()) {
            spec.addOption(option(setting));
        }
        spec.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("File of settings, a line each: port=8080 and so on.")
                .build());
        spec.usageMessage()
                .sortOptions(false)
                .footer(
                        "",
                        "Each option can also be an environment variable (WEATHER_PORT=8080) or a line of the file"
                                + " (port=8080).",
                        "",
                        "  weather serve",
                        "  curl -F photo=@photo.jpg http://127.0.0.1:8080/v1/classify");
        return new CommandLine(spec);
    }

    /** Values as typed: the settings check them, and say the same whatever place they come from. */
    private static OptionSpec option(Setting setting) {
        boolean many = setting == Setting.MODEL;
        String standard = setting.standard().isEmpty() ? "" : " (default: " + setting.standard() + ")";
        OptionSpec.Builder option = OptionSpec.builder("--" + setting.key())
                .paramLabel(setting.value())
                .description(setting.description() + standard);
        if (setting.value().equals("BOOLEAN")) {
            option.arity("0..1").fallbackValue("true");
        }
        return many
                ? option.type(List.class).auxiliaryTypes(String.class).build()
                : option.type(String.class).build();
    }

    @Override
    public Integer call() throws BundleException {
        try {
            return new Serving(around).run(flags(), config());
        } catch (SettingException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }

    private Map<Setting, String> flags() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            switch (spec.findOption("--" + setting.key()).getValue()) {
                case List<?> values ->
                    flags.put(
                            setting,
                            String.join(
                                    ",", values.stream().map(String::valueOf).toList()));
                case String value -> flags.put(setting, value);
                case null, default -> {
                    // Not given.
                }
            }
        }
        return flags;
    }

    private @Nullable Path config() {
        Path given = spec.findOption(CONFIG).getValue();
        return given == null ? Serving.config() : given;
    }
}
