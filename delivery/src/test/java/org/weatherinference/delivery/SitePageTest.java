package org.weatherinference.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

class SitePageTest {
    /** Surefire runs in the module's folder. */
    private static final Path PAGE = Path.of("../docs/site.md");

    /** Of the hosts' own commands. */
    private static final Set<String> OTHERS = Set.of("--prod", "--dir", "--exclude", "--include", "--cache-control");

    @Test
    void flagsInThePage_areOptionsOfTheCommand_andAllAreThere() throws Exception {
        Set<String> known =
                new CommandLine(new SiteCommand()).getCommandSpec().optionsMap().keySet();
        String page = Files.readString(PAGE);
        assertThat(Pattern.compile("(?<![a-z-])--[a-z][a-z-]*")
                        .matcher(page)
                        .results()
                        .map(flag -> flag.group()))
                .isNotEmpty()
                .allMatch(flag -> known.contains(flag) || OTHERS.contains(flag));
        assertThat(known)
                .filteredOn(flag -> flag.startsWith("--")
                        && !Set.of("--help", "--version", "--output").contains(flag))
                .allMatch(flag -> page.contains("`" + flag));
    }

    @Test
    void workflowInThePage_isYaml_andRunsTheCommand() throws Exception {
        Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        Object workflow = new Load(LoadSettings.builder().build()).loadFromString(block.group(1));
        assertThat(workflow).isInstanceOf(Map.class);
        assertThat(String.valueOf(workflow))
                .contains("run=./weather site weather -o site --base-path /weather/", "path=site", "pages=write");
    }
}
