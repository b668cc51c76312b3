package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A host that hands out files and does no more: a bare page, and of what {@code weather site} writes the scripts, the
 * networks and ONNX Runtime for browsers. Whoever opens it closes it.
 */
record DeviceHost(HttpServer server, Path folder) implements AutoCloseable {
    private static final String POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';"
            + " connect-src 'self'; img-src 'self' data: blob:";
    private static final String BARE_PAGE = "<!doctype html><link rel='icon' href='data:,'><input type='file'>";

    /** What a device answers by; each a folder's path, as {@code /sun-rain/4/model/0123456789ab}. */
    record Engine(String scripts, String bundle, String runtime) {}

    static DeviceHost open(Path folder) throws IOException {
        Files.writeString(folder.resolve("bare.html"), BARE_PAGE, UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", SimpleFileServer.createFileHandler(folder))
                .getFilters()
                .add(Filter.beforeHandler("headers", exchange -> {
                    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
                    if (!"shared".equals(exchange.getRequestURI().getQuery())) {
                        exchange.getResponseHeaders().set("Cross-Origin-Opener-Policy", "same-origin");
                        exchange.getResponseHeaders().set("Cross-Origin-Embedder-Policy", "require-corp");
                    }
                }));
        server.start();
        return new DeviceHost(server, folder);
    }

    /**
     * Puts the site of a shipped bundle there, such as {@code weather/3}; leaves the test out where ONNX Runtime for
     * browsers cannot be had.
     */
    Engine add(String bundle) throws IOException {
        Files.createDirectories(folder.resolve(bundle).getParent());
        WrittenSite.write(folder.resolve(bundle), bundle);
        return new Engine(only(bundle + "/assets"), only(bundle + "/model"), only(bundle + "/runtime"));
    }

    /** Of a folder named for its content. */
    private String only(String parent) throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve(parent))) {
            return "/" + parent + "/" + folders.findFirst().orElseThrow().getFileName();
        }
    }

    Path file(String path) {
        return folder.resolve(path.substring(1));
    }

    /** A page without a word of its own; isolated from other origins, unless it is to be shared. */
    Page page(Browser browser, boolean isolated) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Page page = browser.page(List.of(address), new com.microsoft.playwright.Browser.NewContextOptions());
        page.navigate(address + "/bare.html" + (isolated ? "" : "?shared"));
        return page;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
