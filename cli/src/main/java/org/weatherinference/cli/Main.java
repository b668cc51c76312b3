package org.weatherinference.cli;

/** The {@code weather} program. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and ends the program with its exit code. */
    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(Main::failed);
        int code = WeatherProgram.create(Surroundings.standard(), arguments).execute(arguments);
        System.out.flush();
        System.exit(code);
    }

    private static void failed(Thread thread, Throwable failure) {
        if (!Interrupt.ending()) {
            System.err.println("weather: a fault of the program itself, please report it:");
            failure.printStackTrace();
        }
    }
}
