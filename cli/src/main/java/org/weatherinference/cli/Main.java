package org.weatherinference.cli;

import java.util.Map;
import org.weatherinference.command.ExitCode;
import org.weatherinference.model.BundleException;
import org.weatherinference.server.SettingException;

/** The {@code weather} program. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and ends the program with its exit code. */
    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(Main::failed);
        int code = run(Surroundings.standard(), arguments);
        System.out.flush();
        System.exit(code);
    }

    /**
     * What containers start without arguments goes without a command line: picocli's class files are too old for Java's
     * AOT cache, and to load them takes as long as all the rest of a server's start.
     */
    private static int run(Surroundings around, String... arguments) {
        try {
            return switch (String.join(" ", arguments)) {
                case "serve" -> new Serving(around).run(Map.of(), Serving.config());
                case "health" -> new HealthProbe(around.console()).ask(HealthProbe.here());
                default -> WeatherProgram.create(around, arguments).execute(arguments);
            };
        } catch (SettingException wrong) {
            around.console().err().println("weather: " + wrong.getMessage());
            return ExitCode.USAGE;
        } catch (BundleException refused) {
            around.console().err().println("weather: " + refused.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static void failed(Thread thread, Throwable failure) {
        if (!Interrupt.ending()) {
            System.err.println("weather: a fault of the program itself, please report it:");
            failure.printStackTrace();
        }
    }
}
