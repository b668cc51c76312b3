package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The machine's own Chromium. It notes what no page may do: fail, break its content security policy or ask another
 * host. Whoever opens it closes it.
 */
final class Browser implements AutoCloseable {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> faults = new ArrayList<>();

    private Browser(Path program) {
        // Only the driver comes with the library; the browser is the machine's.
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        // As root, as in a container, Chromium has no sandbox.
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic")));
    }

    /** Leaves the test out, in one line, where there is none. */
    static Browser open() {
        for (Path place : PLACES) {
            if (Files.isExecutable(place)) {
                return new Browser(place);
            }
        }
        System.out.println("Left out: tests in a browser, since there is no Chromium in " + PLACES);
        return abort("no Chromium");
    }

    /** A page that may only ask the given host. */
    Page page(String allowed) {
        Page page = chromium.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
        page.onPageError(faults::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(allowed) && !request.url().matches("(data|blob):.*")) {
                faults.add("asked another host: " + request.url());
            }
        });
        return page;
    }

    void assertNoFaults() {
        assertThat(faults).isEmpty();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
