package org.weatherinference.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.weatherinference.model.BundleStore;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;

/** What a container's Java writes its cache of, once, when the image is made: a server's work, and a probe's. */
final class ServingRehearsal {
    private static final int PHOTOS = 10;
    private static final String SAMPLE = "page/rain.jpg";

    private ServingRehearsal() {}

    /** Serves a few photos of the standard bundle, or of the one that {@code WEATHER_MODEL} names. */
    public static void main(String[] arguments) throws Exception {
        serve(sample(), System.getenv());
    }

    /** A photo that the page has, as JPEG. */
    static byte[] sample() throws IOException {
        try (InputStream sample = WeatherServer.class.getResourceAsStream(SAMPLE)) {
            if (sample == null) {
                throw new FileNotFoundException(SAMPLE);
            }
            return sample.readAllBytes();
        }
    }

    /** Answers the photo again and again, at a free port. */
    static void serve(byte[] jpeg, Map<String, String> environment) throws Exception {
        ServerSettings settings = ServerSettings.of(Map.of(Setting.PORT, "0"), environment, null);
        try (WeatherServer server = WeatherServer.start(settings, BundleStore.standard(), nowhere(), nowhere());
                HttpClient client = HttpClient.newHttpClient()) {
            String address = "http://127.0.0.1:" + server.port();
            new HealthProbe(new Console(InputStream.nullInputStream(), nowhere(), nowhere())).ask(address);
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/classify"))
                    .header("Content-Type", "image/jpeg")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(jpeg))
                    .build();
            for (int i = 0; i < PHOTOS; i++) {
                send(client, request);
            }
        }
    }

    private static void send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() != 200) {
            throw new IOException("the rehearsal's photo was answered with status " + answer.statusCode());
        }
    }

    static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
