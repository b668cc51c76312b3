package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;
import org.weatherinference.state.Database;

/**
 * The page as a real server gives it to a real browser, and another host that has the samples' photos. Whoever opens it
 * closes it.
 */
final class ServedPage implements AutoCloseable {
    private final Browser browser;
    private final HttpServer elsewhere;
    private final WeatherServer server;

    private ServedPage(Browser browser, HttpServer elsewhere, WeatherServer server) {
        this.browser = browser;
        this.elsewhere = elsewhere;
        this.server = server;
    }

    static ServedPage open(Path home, String... browserArguments) throws Exception {
        return open(home, Map.of(), browserArguments);
    }

    /** With settings of the server beside those that every test has. */
    static ServedPage open(Path home, Map<Setting, String> more, String... browserArguments) throws Exception {
        Browser browser = Browser.open(browserArguments);
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            Path photo = sample(exchange.getRequestURI().getPath().substring(1));
            byte[] bytes = Files.exists(photo) ? Files.readAllBytes(photo) : new byte[0];
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        elsewhere.start();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        String allowed = "127.0.0.1:" + elsewhere.getAddress().getPort();
        Map<Setting, String> all = new EnumMap<>(Map.of(
                Setting.PORT,
                "0",
                Setting.ALLOW_HOSTS,
                allowed,
                Setting.DATABASE,
                Database.standardAddress(home),
                Setting.PHOTO_STORE,
                home.resolve("feedback").toString(),
                Setting.SECRET,
                "signs the answers of this test alone"));
        all.putAll(more);
        ServerSettings settings = ServerSettings.of(all, Map.of(), null);
        return new ServedPage(
                browser, elsewhere, WeatherServer.start(settings, Checkout.shipped(home), nowhere, nowhere));
    }

    /** Puts a page on the other host, at {@code /blog}. */
    void publish(String html) {
        byte[] bytes = html.getBytes(UTF_8);
        elsewhere.createContext("/blog", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    static Path sample(String file) {
        return Checkout.root().resolve("samples").resolve(file);
    }

    String address(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    /** Where a sample's photo is on the other host. */
    String elsewhere(String file) {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/" + file;
    }

    Page page() {
        return page(new NewContextOptions());
    }

    Page page(NewContextOptions options) {
        return browser.page(List.of(address("/")), options);
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() throws IOException {
        server.close();
        elsewhere.stop(0);
        browser.close();
    }
}
