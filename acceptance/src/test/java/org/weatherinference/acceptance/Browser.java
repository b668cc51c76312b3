package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The machine's own Chromium. It notes what no page may do: fail, break its content security policy or ask another
 * host. Whoever opens it closes it.
 */
final class Browser implements AutoCloseable {
    /** First the one that has no windows to draw: it takes half the time. */
    private static final List<Path> PLACES = Stream.of(
                    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
            .map(Path.of("/usr/bin")::resolve)
            .toList();
    /** As root, as in a container, Chromium has no sandbox. */
    private static final List<String> ALWAYS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic");

    private static final String TELL_OF_POLICY = """
            addEventListener("securitypolicyviolation", (event) =>
              console.error(`against the policy: ${event.effectiveDirective} ${event.blockedURI}`))""";

    /** What is waited for may take long where a machine does many things. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> faults = new ArrayList<>();

    private Browser(Path program, List<String> arguments) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        // Only the driver comes with the library; the browser is the machine's.
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(Stream.concat(ALWAYS.stream(), arguments.stream())
                                .toList()));
    }

    /** Leaves the test out, in one line, where there is none. */
    static Browser open(String... arguments) {
        return new Browser(program(), List.of(arguments));
    }

    /** As {@link #open}. */
    static Path program() {
        for (Path place : PLACES) {
            if (Files.isExecutable(place)) {
                return place;
            }
        }
        System.out.println("Left out: tests in a browser, since there is no Chromium in " + PLACES);
        return abort("no Chromium");
    }

    /** A page that may only ask the given host. */
    Page page(String allowed) {
        return page(List.of(allowed), new NewContextOptions());
    }

    /** A page of a browser of its own, with nothing kept from others, that may only ask the given hosts. */
    Page page(List<String> allowed, NewContextOptions options) {
        Page page = chromium.newContext(options).newPage();
        if (!Boolean.FALSE.equals(options.javaScriptEnabled)) {
            page.addInitScript(TELL_OF_POLICY);
        }
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
        page.onPageError(faults::add);
        page.onRequest(request -> {
            if (allowed.stream().noneMatch(request.url()::startsWith)
                    && !request.url().matches("(data|blob):.*")) {
                faults.add("asked another host: " + request.url());
            }
        });
        return page;
    }

    /** Forgets what a test brought about itself: the browser's complaint of an answer that is a failure. */
    void forgetFailedRequests() {
        faults.removeIf(fault -> fault.startsWith("Failed to load resource: "));
    }

    /** As {@link #forgetFailedRequests}, of another host that lets no page read what it has. */
    void forgetRefusedOrigins() {
        forgetFailedRequests();
        faults.removeIf(fault -> fault.contains("has been blocked by CORS policy"));
    }

    /** Looks at what came since it was last asked. */
    void assertNoFaults() {
        List<String> found = List.copyOf(faults);
        faults.clear();
        assertThat(found).isEmpty();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
