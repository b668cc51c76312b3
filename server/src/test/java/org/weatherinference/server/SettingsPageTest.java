package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsPageTest {
    /** Surefire runs in the module's folder. */
    private static final Path PAGE = Path.of("../docs/settings.md");

    private static final String HEAD =
            "| Flag | Environment | In a file | Default | Meaning |\n|---|---|---|---|---|\n";

    @Test
    void page_tellsEverySettingAsTheProgramDoes() throws Exception {
        String table = HEAD
                + Arrays.stream(Setting.values()).map(SettingsPageTest::row).collect(Collectors.joining());
        String page = Files.readString(PAGE);
        int begin = page.indexOf(HEAD);
        int end = page.indexOf("\n\n", begin) + 1;
        assertThat(begin < 0 ? "no table" : page.substring(begin, end))
                .as("the table of docs/settings.md; to mend it, put this in its place:%n%s", table)
                .isEqualTo(table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx.conf", "operation.md", "settings.md"})
    void flagsInPages_areSettings(String name) throws Exception {
        String page = Files.readString(PAGE.resolveSibling(name));
        assertThat(Pattern.compile("--([a-z][a-z-]*)").matcher(page).results().map(flag -> flag.group(1)))
                .isNotEmpty()
                .allMatch(flag -> flag.equals("config") || Setting.ofKey(flag).isPresent());
    }

    private static String row(Setting setting) {
        String standard = setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`";
        return "| `--%s %s` | `%s` | `%s` | %s | %s |\n"
                .formatted(
                        setting.key(),
                        setting.value(),
                        setting.variable(),
                        setting.key(),
                        standard,
                        setting.description().replace("|", "\\|").replace("*", "\\*"));
    }
}
