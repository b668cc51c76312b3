package org.weatherinference.command;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Which standard streams a person is at. Java cannot tell for standard error, and asks the operating system slowly for
 * the others, so the launcher, whose shell knows, says so in three system properties: {@code weather.terminal.in},
 * {@code weather.terminal.out} and {@code weather.terminal.err}.
 */
public final class Terminal {
    private Terminal() {}

    /** Whether what is written there is seen on a terminal. */
    public static boolean shows(PrintStream stream) {
        return (stream.equals(System.out) && Boolean.getBoolean("weather.terminal.out"))
                || (stream.equals(System.err) && Boolean.getBoolean("weather.terminal.err"));
    }

    /** Whether what is read there is typed on a terminal. */
    public static boolean hears(InputStream stream) {
        return stream.equals(System.in) && Boolean.getBoolean("weather.terminal.in");
    }

    /** Whether colours are wanted there: on a terminal, unless {@code NO_COLOR} is set (no-color.org) or it is dumb. */
    public static boolean coloured(PrintStream stream) {
        String noColor = System.getenv("NO_COLOR");
        return shows(stream) && (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}
