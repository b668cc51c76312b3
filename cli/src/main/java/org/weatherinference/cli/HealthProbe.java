package org.weatherinference.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.weatherinference.command.ExitCode;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.SettingException;

/** One question to a server, whether it is ready. It knows no command line: {@link Main} says why. */
record HealthProbe(Console console) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

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
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(PATIENCE).build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            console.out().println(answer.body());
            return answer.statusCode() == OK ? ExitCode.DONE : ExitCode.FAILED;
        } catch (IOException fault) {
            console.err().println("weather: no server answers at " + ready + ": " + fault);
            return ExitCode.FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }
}
