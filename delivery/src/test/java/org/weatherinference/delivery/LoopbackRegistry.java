package org.weatherinference.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * As much of OCI's distribution specification as it takes to send an image and to get it. Whoever opens it closes it.
 */
final class LoopbackRegistry implements AutoCloseable {
    /** How a TLS connection begins (RFC 8446, section 5.1): Jib tries that first. */
    private static final int HANDSHAKE = 22;

    private final HttpServer server;
    private final ServerSocket front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    /** By path, such as {@code /v2/weather/blobs/sha256:…}; manifests by tag and by digest. */
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();

    private final List<String> sent = new ArrayList<>();

    LoopbackRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v2/", this::handle);
        server.start();
        Thread.ofVirtual().start(this::accept);
    }

    /** Refuses TLS at once, as other servers do; the JDK's would wait for the end of a line. */
    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket client = front.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException _) {
                // It is being closed.
            }
        }
    }

    private void connect(Socket client) {
        try (client) {
            int first = client.getInputStream().read();
            if (first < 0 || first == HANDSHAKE) {
                return;
            }
            try (Socket back = new Socket(
                    InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
                back.getOutputStream().write(first);
                Thread.ofVirtual().start(() -> pass(client, back));
                pass(back, client);
            }
        } catch (IOException _) {
            // The client sees that.
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // One of them has ended.
        }
    }

    String repository(String name) {
        return "localhost:" + front.getLocalPort() + "/" + name;
    }

    /** What it holds, by path. */
    Map<String, byte[]> stored() {
        return new TreeMap<>(stored);
    }

    /** Digests of blobs in the order in which they came. */
    synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> give(exchange, path);
                case "POST" -> answer(exchange, 202, path + UUID.randomUUID());
                case "PATCH" -> {
                    stored.put(path, body);
                    answer(exchange, 202, path);
                }
                default -> take(exchange, path, body);
            }
        }
    }

    private void give(HttpExchange exchange, String path) throws IOException {
        byte[] found = path.equals("/v2/") ? new byte[0] : stored.get(path);
        if (found == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        if (path.contains("/manifests/")) {
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.oci.image.manifest.v1+json");
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(found.length));
        }
        exchange.sendResponseHeaders(200, head || found.length == 0 ? -1 : found.length);
        if (!head) {
            exchange.getResponseBody().write(found);
        }
    }

    private void take(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (path.contains("/manifests/")) {
            stored.put(path, body);
        } else {
            String query = exchange.getRequestURI().getQuery();
            String digest = query.substring(query.indexOf("digest=") + "digest=".length());
            byte[] blob = stored.remove(path);
            stored.put(path.substring(0, path.indexOf("uploads/")) + digest, blob);
            synchronized (this) {
                sent.add(digest);
            }
        }
        answer(exchange, 201, path);
    }

    private static void answer(HttpExchange exchange, int status, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() throws IOException {
        front.close();
        server.stop(0);
    }
}
