package org.weatherinference.acceptance;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A visit to a site in a Chromium that no developer tools look at, and so no Playwright: a worker that is looked at is
 * not let go, so that its successor waits for ever. A page around the site acts for the visitor, and tells what it saw.
 */
final class UnwatchedVisit {
    private static final int PATIENCE_SECONDS = 120;

    private UnwatchedVisit() {}

    /**
     * What was seen when the site got its next version while it was open, a line each.
     *
     * @param profile a folder for what the browser keeps
     * @param bundle of the next version
     */
    static List<String> ofTwoVersions(WrittenSite site, String bundle, Path profile) throws Exception {
        Path chromium = Browser.program();
        CompletableFuture<String> seen = new CompletableFuture<>();
        site.server().createContext("/visit", exchange -> answer(exchange, page()));
        site.server().createContext("/replace", exchange -> {
            site.replace(bundle);
            answer(exchange, "");
        });
        site.server().createContext("/seen", exchange -> {
            seen.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, "");
        });
        Process browser = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + profile,
                        site.hostAddress("/visit"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS).lines().toList();
        } finally {
            end(browser);
        }
    }

    /** What was started may be a script that has the browser as its child. */
    private static void end(Process browser) throws Exception {
        List<ProcessHandle> all = Stream.concat(browser.descendants(), Stream.of(browser.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        // It still writes to its folder, which is about to be deleted.
        for (ProcessHandle one : all) {
            one.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static String page() throws IOException {
        try (InputStream page = UnwatchedVisit.class.getResourceAsStream("two-versions.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8).replace("SITE", WrittenSite.BASE);
        }
    }

    private static void answer(HttpExchange exchange, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
