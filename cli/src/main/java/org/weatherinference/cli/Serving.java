package org.weatherinference.cli;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.model.BundleException;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.SettingException;
import org.weatherinference.server.WeatherServer;

/** A server that answers until the process is told to end. It knows no command line: {@link Main} says why. */
record Serving(Surroundings around) {
    private static final String CONFIG_VARIABLE = "WEATHER_CONFIG";

    /** The file of settings that the environment names; null where it names none. */
    static @Nullable Path config() {
        String file = System.getenv(CONFIG_VARIABLE);
        return file == null ? null : Path.of(file);
    }

    /**
     * Serves until the process ends.
     *
     * @param flags settings as typed
     * @param config file of settings; null for none
     * @return an {@link ExitCode}
     */
    int run(Map<Setting, String> flags, @Nullable Path config) throws BundleException, SettingException {
        PrintStream err = around.console().err();
        ServerSettings settings = ServerSettings.of(flags, System.getenv(), config);
        if (flags.containsKey(Setting.HOST)) {
            warn(settings, err);
        }
        WorkerBeside worker = WorkerBeside.of(settings, err);
        try {
            WeatherServer server = WeatherServer.start(
                    settings, around.store().get(), around.console().out(), err);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, worker, err), "end"));
            announce(server, settings, err);
            if (worker != null) {
                worker.start();
            }
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
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
    private static void end(WeatherServer server, @Nullable WorkerBeside worker, PrintStream err) {
        err.println("weather: ending; requests in flight are answered first");
        server.close();
        if (worker != null) {
            worker.close();
        }
        err.flush();
        Runtime.getRuntime().halt(ExitCode.DONE);
    }
}
