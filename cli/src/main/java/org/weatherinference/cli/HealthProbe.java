package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import org.weatherinference.command.ExitCode;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.SettingException;

/** One question to a server, whether it is ready. It knows no command line: {@link Main} says why. */
record HealthProbe(Console console) {
    private static final int PATIENCE_MILLIS = 5000;
    private static final int OK = 200;
    private static final int LEAST_ERROR = 400;

    /**
     * Where a server that is set by this environment listens on this machine, which inside a container is where the
     * container's own server is.
     */
    static String here() throws SettingException {
        ServerSettings settings = ServerSettings.of(Map.of(), System.getenv(), Serving.config());
        int port = settings.managementPort().orElse(settings.port());
        String scheme = settings.tls().isPresent() ? "https" : "http";
        return scheme + "://127.0.0.1:" + port + settings.basePath();
    }

    /** Asks the server of that address; the result is an {@link ExitCode}. */
    int ask(String address) {
        URI ready = URI.create(address.replaceFirst("/+$", "") + "/health/ready");
        try {
            // Not HttpClient: its 500 classes would be in every start of a container's server, from the cache of both.
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setInstanceFollowRedirects(false);
            if (connection instanceof HttpsURLConnection secure
                    && InetAddress.getByName(ready.getHost()).isLoopbackAddress()) {
                AnyCertificate.take(secure);
            }
            return told(connection);
        } catch (IOException fault) {
            console.err().println("weather: no server answers at " + ready + ": " + fault);
            return ExitCode.FAILED;
        }
    }

    private int told(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        InputStream body = status < LEAST_ERROR ? connection.getInputStream() : connection.getErrorStream();
        if (body != null) {
            try (body) {
                console.out().println(new String(body.readAllBytes(), UTF_8));
            }
        }
        return status == OK ? ExitCode.DONE : ExitCode.FAILED;
    }
}
