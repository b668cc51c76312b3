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

/** What is refused before any work; acceptance has the rest. */
class DistCommandTest {
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
        Path file = Files.writeString(folder.resolve("weather.zip"), "precious");
        assertThatThrownBy(() -> run(SHIPPED, "-o", file.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessage(file + " exists already: remove it, or name another");
        assertThat(file).hasContent("precious");
    }

    @Test
    void withoutTheLauncher_theWayOutIsSaid_andNothingIsLeft() {
        assertThatThrownBy(
                        () -> run(SHIPPED, "-o", folder.resolve("weather.zip").toString()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("./weather");
        assertThat(folder).isEmptyDirectory();
    }

    private static void run(String... arguments) {
        DistCommand command = new DistCommand();
        new CommandLine(command)
                .registerConverter(ReportFormat.class, new Choice<>(ReportFormat.class))
                .parseArgs(arguments);
        command.call();
    }
}
