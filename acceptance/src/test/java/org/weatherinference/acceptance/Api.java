package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.weatherinference.server.Form;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who calls a server's API, with a key or a token. Safe to share. Whoever makes it closes it. */
final class Api implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String key;

    /** @param key sent along where a call names nothing else; empty for none */
    Api(URI address, String key) {
        this.address = address;
        this.key = key.isEmpty() ? "" : "Bearer " + key;
    }

    URI address() {
        return address;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return done(send("GET", path, key, "", new byte[0]));
    }

    JsonNode post(String path, String json) throws IOException, InterruptedException {
        return done(send("POST", path, key, "application/json", json.getBytes(UTF_8)));
    }

    JsonNode post(String path, Form form) throws IOException, InterruptedException {
        return done(send("POST", path, key, form.contentType(), form.body()));
    }

    JsonNode delete(String path) throws IOException, InterruptedException {
        return done(send("DELETE", path, key, "", new byte[0]));
    }

    /** Whatever comes of it. */
    HttpResponse<byte[]> look(String path) throws IOException, InterruptedException {
        return send("GET", path, key, "", new byte[0]);
    }

    /** Whatever comes of it, with something else than the key. */
    HttpResponse<byte[]> lookAs(String authorization, String path) throws IOException, InterruptedException {
        return send("GET", path, authorization, "", new byte[0]);
    }

    /** Takes a remark back as the visitor who has its token. */
    void takeBack(String remark, String token) throws IOException, InterruptedException {
        done(send("DELETE", "/v1/feedback/" + remark, "Token " + token, "", new byte[0]));
    }

    /**
     * Whatever comes of it.
     *
     * @param authorization empty for none
     * @param contentType empty for a request without a body
     */
    HttpResponse<byte[]> send(String method, String path, String authorization, String contentType, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, contentType.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static JsonNode done(HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), UTF_8);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.request() + " was answered " + answer.statusCode() + " " + body);
        }
        return JSON.readTree(body);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
