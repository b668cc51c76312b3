package org.weatherinference.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.Choice;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ReportFormat;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is refused before any work. */
class ContainerCommandTest {
    private static final String SHIPPED =
            Path.of("../bundles/sun-rain/4").toAbsolutePath().normalize().toString();

    @TempDir
    private Path folder;

    @Test
    void unknownBundle_isSaid() {
        assertThatThrownBy(() -> run("no-such-bundle"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no bundle \"no-such-bundle\"");
    }

    @Test
    void fileThatExists_isNotOverwritten() throws Exception {
        Path file = Files.writeString(folder.resolve("image.tar"), "precious");
        assertThatThrownBy(() -> run(SHIPPED, "-o", file.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessage(file + " exists already: remove it, or name another");
        assertThat(file).hasContent("precious");
    }

    @Test
    void folderThatIsMissing_isSaidBeforeTheWork() {
        Path file = folder.resolve("none/image.tar");
        assertThatThrownBy(() -> run(SHIPPED, "-o", file.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no folder " + folder.resolve("none"));
    }

    @Test
    void twoTargets_areWrongUsage() {
        assertThatThrownBy(() -> run(SHIPPED, "-o", "a.tar", "--push", "example.org/weather"))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("only one of --output");
    }

    @Test
    void withoutTheLauncher_theWayOutIsSaid() {
        assertThatThrownBy(() -> run(SHIPPED, "-o", folder.resolve("image.tar").toString()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("./weather");
    }

    @Test
    void dockerfile_buildsWithThisCommandAndRunsAsTheImageDoes() throws Exception {
        run(SHIPPED, "--dockerfile", folder.resolve("docker").toString());
        assertThat(folder.resolve("docker/Dockerfile"))
                .content()
                .contains(
                        "RUN ./weather container sun-rain:4 --unpack /image",
                        "USER 10001:10001",
                        "WEATHER_MODEL=sun-rain:4",
                        "ENTRYPOINT [\"/opt/weather/bin/weather\"]");
        assertThat(folder.resolve("docker/compose.yaml")).content().contains("read_only: true", "\"health\"]");
        assertThatThrownBy(() ->
                        run(SHIPPED, "--dockerfile", folder.resolve("docker").toString()))
                .hasMessageContaining("Dockerfile exists already");
    }

    private static void run(String... arguments) {
        ContainerCommand command = new ContainerCommand();
        new CommandLine(command)
                .registerConverter(ReportFormat.class, new Choice<>(ReportFormat.class))
                .parseArgs(arguments);
        command.call();
    }
}
