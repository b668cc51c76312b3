package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

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
import org.weatherinference.model.WeatherHome;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.HalfWeights;

/**
 * A host that hands out files and does no more: the page's scripts, a bare page, bundles with half weights and ONNX
 * Runtime Web. Whoever opens it closes it.
 */
record DeviceHost(HttpServer server, Path folder) implements AutoCloseable {
    private static final String RUNTIME = "onnxruntime-web-1.30.0.tgz";
    private static final String POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';"
            + " connect-src 'self'; img-src 'self' data: blob:";
    private static final String BARE_PAGE = "<!doctype html><link rel='icon' href='data:,'><input type='file'>";

    /** Leaves the test out, in one line, where ONNX Runtime Web is not at hand. */
    static DeviceHost open(Path folder) throws IOException, InterruptedException {
        unpackRuntime(folder);
        Path page = Checkout.root().resolve("server/src/main/resources/org/weatherinference/server/page");
        Files.createDirectories(folder.resolve("page"));
        try (Stream<Path> files = Files.list(page)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".js")).toList()) {
                Files.copy(file, folder.resolve("page").resolve(file.getFileName()));
            }
        }
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

    private static void unpackRuntime(Path folder) throws IOException, InterruptedException {
        Path archive = Path.of(System.getProperty(
                "weather.runtime",
                WeatherHome.folder().resolve("cache").resolve(RUNTIME).toString()));
        if (!Files.exists(archive)) {
            System.out.println("Left out: answers on a device, since there is no " + archive
                    + " (-Dweather.runtime=FILE, made by `npm pack onnxruntime-web`)");
            abort("no ONNX Runtime Web");
        }
        Process tar = new ProcessBuilder(
                        "tar", "xzf", archive.toString(), "-C", folder.toString(), "--wildcards", "package/dist/*wasm*")
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        Path runtime = Files.createDirectories(folder.resolve("runtime"));
        Path dist = folder.resolve("package/dist");
        Files.move(dist.resolve("ort.wasm.bundle.min.mjs"), runtime.resolve("ort.wasm.bundle.min.js"));
        Files.move(dist.resolve("ort-wasm-simd-threaded.wasm"), runtime.resolve("ort-wasm-simd-threaded.wasm"));
    }

    /** Puts a shipped bundle there, such as {@code weather/2}; its folder is named after it. */
    String add(String bundle) throws IOException {
        Path from = Checkout.root().resolve("bundles").resolve(bundle);
        Path to = Files.createDirectories(folder.resolve(bundle));
        Files.copy(from.resolve("bundle.json"), to.resolve("bundle.json"));
        Graph graph = Graph.read(Files.readAllBytes(from.resolve("model.onnx")));
        Files.write(to.resolve("model.onnx"), HalfWeights.of(graph).bytes());
        return "/" + bundle;
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
