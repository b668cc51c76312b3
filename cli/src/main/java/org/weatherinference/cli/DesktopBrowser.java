package org.weatherinference.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The browser of whoever sits at this machine. */
final class DesktopBrowser {
    private DesktopBrowser() {}

    /** Opens an address; whether there was something to open it with. */
    static boolean open(String address) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("win")) {
            return start("rundll32", "url.dll,FileProtocolHandler", address);
        }
        if (system.contains("mac")) {
            return start("open", address);
        }
        // Without a screen xdg-open would take a browser for terminals, and the terminal with it.
        boolean screen = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        return screen && start("xdg-open", address);
    }

    private static boolean start(String... command) {
        try {
            new ProcessBuilder(List.of(command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
