package org.weatherinference.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a server whether it is ready, for probes of containers that have no other means. */
@Command(name = "health", mixinStandardHelpOptions = true)
final class HealthCommand implements WeatherCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "Where the server is (default: ${DEFAULT-VALUE}).")
    private String url;

    HealthCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        URI ready = ready();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(PATIENCE).build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            around.console().out().println(answer.body());
            return answer.statusCode() == OK ? ExitCode.DONE : ExitCode.FAILED;
        } catch (IOException fault) {
            around.console().err().println("weather: no server answers at " + ready + ": " + fault);
            return ExitCode.FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    private URI ready() {
        if (!url.matches("https?://[^\\s]+")) {
            throw new ParameterException(
                    spec.commandLine(), "URL is \"" + url + "\", must be such as http://127.0.0.1:8080");
        }
        return URI.create(url.replaceFirst("/+$", "") + "/health/ready");
    }
}
