package org.weatherinference.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import org.weatherinference.command.CommandException;

/** Hands out a site on this machine alone, as a host that sets its headers would. Whoever starts it closes it. */
final class SiteServer implements AutoCloseable {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webmanifest", "application/manifest+json"));
    private static final String OTHERS = "application/octet-stream";

    private final Site site;
    private final HttpServer server;

    private SiteServer(Site site, HttpServer server) {
        this.site = site;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param port 0 for any that is free
     * @throws CommandException when the port is taken
     */
    static SiteServer start(Site site, int port) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            SiteServer server = new SiteServer(site, http);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/", server::answer);
            http.start();
            return server;
        } catch (IOException taken) {
            throw new CommandException(
                    "cannot listen at port " + port + ": " + taken.getMessage() + "; choose another with --port",
                    taken);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + site.basePath();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String file = path.startsWith(site.basePath())
                    ? path.substring(site.basePath().length())
                    : "/";
            String asked = file.isEmpty() || file.endsWith("/") ? file + "index.html" : file;
            byte[] found = site.files().get(asked);
            send(exchange, found == null ? 404 : 200, found == null ? "404.html" : asked);
        }
    }

    private void send(HttpExchange exchange, int status, String file) throws IOException {
        byte[] bytes = site.files().getOrDefault(file, new byte[0]);
        Site.headers(file).forEach(exchange.getResponseHeaders()::set);
        String type = TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), OTHERS);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
