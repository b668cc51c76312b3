package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nobody runs {@code weather.cmd} here, so that at least what can be read of it is held to {@code weather}. */
class LaunchersTest {
    @Test
    void windowsLauncher_buildsTheSameModuleForEachCommand() throws Exception {
        Map<String, Set<String>> shell =
                commands("weather", Pattern.compile("^ +([a-z |-]+)\\) part=(training|delivery)"), " *\\| *");
        Map<String, Set<String>> windows =
                commands("weather.cmd", Pattern.compile("in \\(([a-z -]+)\\) do .*\"PART=(training|delivery)\""), " +");
        assertThat(shell).containsOnlyKeys("delivery", "training");
        assertThat(windows).isEqualTo(shell);
    }

    /** Of each module, the commands that need it. */
    private static Map<String, Set<String>> commands(String launcher, Pattern line, String between) throws Exception {
        // Surefire runs in the module's folder.
        return Files.readAllLines(Path.of("..", launcher)).stream()
                .map(line::matcher)
                .filter(match -> match.find())
                .collect(Collectors.toMap(
                        match -> match.group(2),
                        match -> new TreeSet<>(
                                Arrays.asList(match.group(1).strip().split(between, -1))),
                        (one, other) -> one,
                        TreeMap::new));
    }
}
