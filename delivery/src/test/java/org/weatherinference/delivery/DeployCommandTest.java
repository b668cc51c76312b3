package org.weatherinference.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.weatherinference.command.CommandException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class DeployCommandTest {
    private static final String SHIPPED =
            Path.of("../bundles/sun-rain/4").toAbsolutePath().normalize().toString();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void readme_namesThreeCommandsThatBeginWithTheImage(Target target) throws Exception {
        List<String> commands = written(target)
                .getOrDefault("README.md", "")
                .lines()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
        assertThat(commands).hasSize(3);
        assertThat(commands.getFirst()).startsWith("./weather container " + SHIPPED + " --");
    }

    @ParameterizedTest
    @EnumSource
    void files_nameTheBundleWithItsVersion_andAreWhole(Target target) throws Exception {
        Map<String, String> files = written(target);
        assertThat(files.get(".env")).contains("\nWEATHER_MODEL=sun-rain:4\n");
        assertThat(files.get("README.md")).startsWith("# weather-inference: sun-rain:4 on ");
        assertThat(String.join("", files.values())).doesNotContain("${", "@template", "@if", "@end");
        assertThat(String.join("", files.values()).replace("/dev/null", "")).doesNotContain("null");
        assertThat(files.values())
                .allMatch(text -> text.endsWith("\n") && !text.endsWith("\n\n"))
                .noneMatch(text -> text.contains(" \n") || text.contains("\n\n\n"));
    }

    @ParameterizedTest
    @EnumSource
    void whatAnOperatorGives_isNamedAndNotSet(Target target) throws Exception {
        Map<String, String> files = written(target);
        assertThat(files.get(".env"))
                .contains("\n#WEATHER_DATABASE=", "\n#WEATHER_SECRET=", "\nWEATHER_REQUIRE_KEY=false\n")
                .contains("\nWEATHER_FEEDBACK=" + target.trait().keeps() + "\n");
        assertThat(files.get("README.md")).contains("## Feedback and keys\n");
    }

    /** Where feedback is taken, it is kept; a container has no other place for it. */
    @ParameterizedTest
    @EnumSource
    void whereThereIsFeedback_thereIsAPlaceForIt(Target target) throws Exception {
        String all = String.join("", written(target).values());
        assertThat(all.contains(":" + Place.STORE) || all.contains("StateDirectory=weather"))
                .isEqualTo(target.trait().keeps());
    }

    @ParameterizedTest
    @EnumSource
    void writtenTwice_isTheSame(Target target) throws Exception {
        Map<String, String> first = written(target);
        assertThat(written(target)).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(
            value = Target.class,
            names = {"COMPOSE", "SYSTEMD"},
            mode = EnumSource.Mode.EXCLUDE)
    void imageAndName_areInTheFiles(Target target) throws Exception {
        Map<String, String> files = written(target, "--image", "ghcr.io/somebody/sky:7", "--name", "sky");
        files.remove(".env");
        assertThat(files.remove("README.md")).contains("--push ghcr.io/somebody/sky:7");
        assertThat(String.join("", files.values())).contains("sky").doesNotContain("weather-inference:");
        assertThat(target == Target.HEROKU || String.join("", files.values()).contains("ghcr.io/somebody/sky:7"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void scripts_areOfShellAndCanBeRun(Target target) throws Exception {
        written(target);
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            for (Path script :
                    files.filter(file -> file.toString().endsWith(".sh")).toList()) {
                assertThat(script).isExecutable();
                assertThat(new ProcessBuilder("sh", "-n", script.toString())
                                .inheritIO()
                                .start()
                                .waitFor())
                        .isZero();
            }
        }
    }

    @Test
    void folderInUse_isLeftAsItIs() throws Exception {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("out")).resolve("mine"), "precious");
        assertThatThrownBy(() -> run("compose"))
                .isInstanceOf(CommandException.class)
                .hasMessage(folder.resolve("out") + " is no empty folder: remove it, or name another");
        assertThat(file).hasContent("precious");
    }

    @Test
    void emptyFolder_isFilled_andNothingIsLeftBesideIt() throws Exception {
        Files.createDirectory(folder.resolve("out"));
        run("compose");
        assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("out"));
        assertThat(folder.resolve("out")).isNotEmptyDirectory();
    }

    @Test
    void folderWithASpace_isQuotedInCommands() throws Exception {
        run("kubernetes", "-o", folder.resolve("my files").toString());
        assertThat(folder.resolve("my files/README.md"))
                .content()
                .contains("kubectl apply -k '" + folder.resolve("my files") + "'");
    }

    @Test
    void unknownBundle_isSaid() {
        DeployCommand command = new DeployCommand();
        new CommandLine(command)
                .parseArgs(
                        "compose", "no-such-bundle", "-o", folder.resolve("out").toString());
        assertThatThrownBy(command::call)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no bundle \"no-such-bundle\"");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kubernets | --name=x | there is no target 'kubernets'; did you mean kubernetes?",
                "mainframe | --name=x | there is no target 'mainframe'; there are compose, kubernetes, kserve",
                "fly | --host=a.example.org | --host is for kubernetes and digitalocean",
                "kubernetes | --host=http://a | --host is \"http://a\", must be a name such as",
                "systemd | --image=a/b:1 | --image is for containers",
                "compose | --replicas=2 | compose has one",
                "kubernetes | --replicas=0 | --replicas is 0, must be 1 to 1000",
                "fly | --name=Sky | --name is \"Sky\", must be"
            })
    void whatATargetCannotTake_isWrongUsage(String target, String option, String message) {
        assertThatThrownBy(() -> run(target, option))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void help_listsEveryTarget() {
        String help = new CommandLine(new DeployCommand()).getUsageMessage();
        for (Target target : Target.values()) {
            assertThat(help).contains("\n  " + target + "  ");
        }
    }

    private Map<String, String> written(Target target, String... options) throws IOException {
        Path out = folder.resolve("out");
        if (Files.exists(out)) {
            Files.move(out, folder.resolve("earlier"));
        }
        List<String> arguments = new ArrayList<>(List.of(target.toString()));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new));
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(out)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }

    private void run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(1, SHIPPED);
        if (!all.contains("-o")) {
            all.addAll(List.of("-o", folder.resolve("out").toString()));
        }
        DeployCommand command = new DeployCommand();
        new CommandLine(command).parseArgs(all.toArray(String[]::new));
        command.call();
    }
}
