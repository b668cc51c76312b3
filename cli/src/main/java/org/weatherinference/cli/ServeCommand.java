package org.weatherinference.cli;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.model.BundleException;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.SettingException;
import org.weatherinference.server.WeatherServer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Answers over HTTP until it is told to end. Its options are the server's settings. */
final class ServeCommand implements Callable<Integer> {
    private static final String CONFIG = "--config";
    private static final String CONFIG_VARIABLE = "WEATHER_CONFIG";

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
        return many
                ? option.type(List.class).auxiliaryTypes(String.class).build()
                : option.type(String.class).build();
    }

    @Override
    public Integer call() throws BundleException {
        PrintStream err = around.console().err();
        try {
            ServerSettings settings = ServerSettings.of(flags(), System.getenv(), config());
            warn(settings, err);
            WeatherServer server = WeatherServer.start(
                    settings, around.store().get(), around.console().out(), err);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, err), "end"));
            announce(server, settings, err);
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (SettingException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
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
        String variable = System.getenv(CONFIG_VARIABLE);
        return given != null || variable == null ? given : Path.of(variable);
    }

    private static void warn(ServerSettings settings, PrintStream err) {
        try {
            if (!InetAddress.getByName(settings.host()).isLoopbackAddress()) {
                err.println("weather: --host " + settings.host() + " lets in every machine that can reach this one;"
                        + " to let in only this one, leave it out");
            }
        } catch (UnknownHostException _) {
            // The server says so when it tries to listen there.
        }
    }

    private static void announce(WeatherServer server, ServerSettings settings, PrintStream err) {
        String address = address(settings, server.port());
        err.println("weather: " + String.join(", ", server.models()) + " at " + address + ", the API at "
                + address.replaceFirst("/$", "") + "/docs");
        server.managementPort()
                .ifPresent(port -> err.println("weather: metrics and health at " + address(settings, port)));
    }

    private static String address(ServerSettings settings, int port) {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return (settings.tls().isPresent() ? "https://" : "http://") + host + ":" + port + settings.basePath();
    }

    /** A server that was asked to end and has answered all who waited has not failed, whatever signal asked. */
    private static void end(WeatherServer server, PrintStream err) {
        err.println("weather: ending; requests in flight are answered first");
        server.close();
        err.flush();
        Runtime.getRuntime().halt(ExitCode.DONE);
    }
}
