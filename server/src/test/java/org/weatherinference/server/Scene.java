package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.weatherinference.fetch.Resolver;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.RedOrBlue;
import org.weatherinference.state.Database;

/**
 * A real server over a bundle that tells red from blue, and a real client. Every answer is held against the contract.
 * Whoever starts it closes it.
 */
final class Scene implements AutoCloseable {
    static final byte[] RED = RedOrBlue.png(255, 0, 0);
    static final byte[] BLUE = RedOrBlue.png(0, 0, 255);

    private final BundleStore store;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final WeatherServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Scene(Path folder, BundleStore store, Map<Setting, String> changed, Resolver resolver)
            throws SettingException, BundleException {
        this.store = store;
        Map<Setting, String> settings = new EnumMap<>(Map.of(
                Setting.PORT,
                "0",
                Setting.RELOAD,
                "0",
                Setting.DATABASE,
                Database.standardAddress(folder),
                Setting.PHOTO_STORE,
                folder.resolve("photos").toString(),
                Setting.SECRET,
                "signs the answers of this test alone"));
        settings.putAll(changed);
        server = WeatherServer.start(
                ServerSettings.of(settings, Map.of(), null),
                store,
                resolver,
                new PrintStream(log, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    static Scene start(Path folder) throws SettingException, BundleException {
        return start(folder, Map.of());
    }

    static Scene start(Path folder, Map<Setting, String> settings) throws SettingException, BundleException {
        return start(folder, settings, Resolver.system());
    }

    /** Makes the bundle {@code sun-rain:1} in the folder unless there is one already. */
    static Scene start(Path folder, Map<Setting, String> settings, Resolver resolver)
            throws SettingException, BundleException {
        BundleStore store = BundleStore.open(folder);
        if (store.list().isEmpty()) {
            store.add(RedOrBlue.draft("sun-rain"));
        }
        return new Scene(folder, store, settings, resolver);
    }

    WeatherServer server() {
        return server;
    }

    BundleStore store() {
        return store;
    }

    /** The lines of the request log so far. */
    List<String> log() {
        return log.toString(UTF_8).lines().toList();
    }

    /** What an operator was told so far. */
    String err() {
        return err.toString(UTF_8);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    /** With a key, and JSON as its body where there is one. */
    HttpResponse<String> call(String method, String path, String key, String json)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    /** A photo as a raw body. */
    HttpResponse<String> post(String path, String contentType, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> classify(byte[] photo) throws IOException, InterruptedException {
        return post("/v1/classify", "image/png", photo);
    }

    HttpResponse<String> form(Form form) throws IOException, InterruptedException {
        return post("/v1/classify", form.contentType(), form.body());
    }

    /** Sends a request and holds its answer against the contract. */
    HttpResponse<String> send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        ContractCheck.check(request.method(), request.uri(), answer);
        return answer;
    }

    /** Bytes as they are, over a connection of their own, and all that comes back until the server closes it. */
    String raw(String head, byte[] body) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head.replace("\n", "\r\n").getBytes(UTF_8));
            out.write(body);
            out.flush();
            return readToEnd(socket);
        }
    }

    /** A connection to the server, which times out after 60 s of silence. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** All that the server sends until it closes the connection. */
    static String readToEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), UTF_8);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
