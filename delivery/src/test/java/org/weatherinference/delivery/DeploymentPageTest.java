package org.weatherinference.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DeploymentPageTest {
    /** Surefire runs in the module's folder. */
    private static final Path PAGE = Path.of("../docs/deployment.md");

    /** Of {@code docker run} and {@code weather keys create}. */
    private static final Set<String> OTHERS = Set.of("--read-only", "--can");

    @Test
    void flagsInThePage_areOptionsOfItsCommands() throws Exception {
        Set<String> known = Stream.of(new ContainerCommand(), new DeployCommand(), new DistCommand())
                .flatMap(command -> new CommandLine(command).getCommandSpec().optionsMap().keySet().stream())
                .collect(Collectors.toSet());
        assertThat(Pattern.compile("(?<![a-z-])--[a-z][a-z-]*")
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(flag -> flag.group()))
                .isNotEmpty()
                .allMatch(flag -> known.contains(flag) || OTHERS.contains(flag));
    }

    @Test
    void page_listsEveryTarget() throws Exception {
        assertThat(Files.readAllLines(PAGE).stream()
                        .map(Pattern.compile("^\\| `([a-z-]+)` \\| ")::matcher)
                        .filter(row -> row.find())
                        .map(row -> row.group(1)))
                .containsAll(Target.names());
    }
}
