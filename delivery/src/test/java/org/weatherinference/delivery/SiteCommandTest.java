package org.weatherinference.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.command.CommandException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is refused before anything is fetched. */
class SiteCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "--base-path weather --serve, '--base-path is \"weather\", must begin and end with a slash, as /weather/'",
        "--base-path /a/../b --serve, '--base-path is \"/a/../b\", must begin and end with a slash, as /weather/'",
        "--port 70000 --serve, '--port is 70000, must be 0 to 65535'",
        "--base-path /, 'name a folder with -o, or show the site with --serve'",
    })
    void wrongUsage_isSaid(String arguments, String message) {
        assertThatThrownBy(() -> run(arguments.split(" ", -1)))
                .isInstanceOf(ParameterException.class)
                .hasMessage(message);
    }

    @Test
    void registryThatIsNoAddress_isSaid() {
        assertThatThrownBy(() -> run("../bundles/sun-rain/4", "--serve", "--registry", "file:///etc"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("--registry is \"file:///etc\", must be an address such as https://registry.npmjs.org/");
    }

    @Test
    void folderThatHoldsSomething_isNotWrittenOver() throws Exception {
        Path file = Files.writeString(folder.resolve("index.html"), "precious");
        assertThatThrownBy(() -> run("../bundles/sun-rain/4", "-o", folder.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessage(folder + " is no empty folder: remove it, or name another");
        assertThat(file).hasContent("precious");
    }

    @Test
    void runtimeThatIsMissing_isSaid() {
        Path missing = folder.resolve("ort.tgz");
        assertThatThrownBy(() -> run("../bundles/sun-rain/4", "--serve", "--runtime", missing.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessage("there is no file " + missing);
    }

    private static void run(String... arguments) {
        SiteCommand command = new SiteCommand();
        new CommandLine(command).parseArgs(arguments);
        command.call();
    }
}
