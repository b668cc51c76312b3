package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.weatherinference.command.CommandException;

/**
 * Files for those who build with Docker or Podman: the same image from a checkout, and a service of it.
 *
 * @param models references of the bundles, separated by commas
 */
record Recipe(String models) {
    /** Writes {@code Dockerfile} and {@code compose.yaml}, neither over another. */
    List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path dockerfile = unused(folder.resolve("Dockerfile"));
        Path compose = unused(folder.resolve("compose.yaml"));
        Files.writeString(dockerfile, dockerfile(folder));
        Files.writeString(compose, compose());
        return List.of(dockerfile, compose);
    }

    private String dockerfile(Path folder) {
        String environment = Image.environment(models).entrySet().stream()
                .map(Recipe::variable)
                .collect(Collectors.joining(" \\\n    ", "ENV ", ""));
        return """
            # Builds from a checkout of Weather Inference what `weather container` builds without Docker:
            #   docker build -f %1$s/Dockerfile -t weather-inference CHECKOUT
            # A bundle of your own must lie in the checkout's folder bundles/, as bundles/NAME/VERSION/.
            FROM eclipse-temurin:25-jdk AS build
            COPY . /src
            WORKDIR /src
            RUN ./weather container %2$s --unpack /image

            FROM scratch
            COPY --from=build /image/ /
            %3$s
            USER %4$s
            EXPOSE %5$d
            HEALTHCHECK --interval=10s --timeout=6s --start-period=20s CMD ["%6$s", "health"]
            ENTRYPOINT ["%6$s"]
            CMD ["serve"]
            """.formatted(
                        folder, models.replace(',', ' '), environment, Image.USER, Image.PORT, Place.IMAGE.launcher());
    }

    private static String compose() {
        return TextTemplate.render(
                "composeService",
                Map.of(
                        "opening",
                        "docker compose up: the image that `docker load` or the Dockerfile beside this named"
                                + " weather-inference.",
                        "image",
                        "weather-inference",
                        "environment",
                        false,
                        "memory",
                        Target.COMPOSE.trait().memory()));
    }

    private static String variable(Map.Entry<String, String> variable) {
        return variable.getKey() + "=" + variable.getValue();
    }

    private static Path unused(Path file) {
        if (Files.exists(file)) {
            throw new CommandException(file + " exists already: remove it, or name another folder");
        }
        return file;
    }
}
