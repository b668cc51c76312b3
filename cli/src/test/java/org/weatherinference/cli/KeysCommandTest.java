package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.state.Database;
import org.weatherinference.state.KeyCheck;
import org.weatherinference.state.Keys;
import org.weatherinference.state.StateException;

class KeysCommandTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void setUp() {
        scene = Scene.bare(folder);
    }

    private String address() {
        return "jdbc:sqlite:" + folder.resolve("state.db");
    }

    private int keys(Object... words) {
        List<Object> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(words));
        all.addAll(List.of("--database", address()));
        return scene.run(all.toArray());
    }

    private KeyCheck check(String key) throws StateException {
        try (Database database = Database.at(address())) {
            return new Keys(database, InstantSource.system()).check(key);
        }
    }

    @Test
    void create_printsTheKeyAloneOnStandardOutput_andItOpens() throws StateException {
        assertThat(keys("create", "--name", "phone", "--can", "classify,feedback"))
                .isZero();
        assertThat(scene.out()).matches("wi_[0-9a-f]{12}_[0-9a-f]{64}\n");
        assertThat(scene.err()).startsWith("weather: keep it now, it cannot be shown again; ");
        assertThat(check(scene.out().strip())).isInstanceOf(KeyCheck.Valid.class);
    }

    @Test
    void createAsJson_tellsWhatTheKeyIs() {
        keys(
                "create",
                "--name",
                "phone",
                "--can",
                "train,classify",
                "--rate",
                "60/min",
                "--expires",
                "90d",
                "--format",
                "json");
        assertThat(scene.out())
                .hasLineCount(1)
                .startsWith("{\"id\":\"")
                .contains(
                        "\"name\":\"phone\",\"can\":[\"classify\",\"train\"],\"rate\":\"60/min\",\"created\":",
                        "\"expires\":",
                        "\"key\":\"wi_");
    }

    @Test
    void list_hasALineForEachKey_andNoSecret() {
        keys("create", "--name", "phone", "--can", "classify", "--rate", "60/min");
        String secret = scene.out().strip().replaceFirst("wi_[^_]*_", "");
        assertThat(keys("list")).isZero();
        assertThat(scene.out().lines())
                .satisfiesExactly(
                        head -> assertThat(head).startsWith("NAME ").endsWith("STATE"),
                        line -> assertThat(line)
                                .startsWith("phone ")
                                .contains(" classify ", " 60/min ", " never ")
                                .endsWith(" valid"));
        assertThat(scene.out()).doesNotContain(secret);
        keys("list", "--format", "json");
        assertThat(scene.out()).startsWith("{\"id\":").doesNotContain(secret, "expires");
    }

    @Test
    void emptyList_saysHowToMakeAKey() {
        assertThat(keys("list")).isZero();
        assertThat(scene.out()).isEmpty();
        assertThat(scene.err()).isEqualTo("no keys yet: make one with weather keys create\n");
    }

    @Test
    void revokedKey_opensNothing() throws StateException {
        keys("create", "--name", "phone", "--can", "classify");
        String key = scene.out().strip();
        assertThat(keys("revoke", "phone")).isZero();
        assertThat(scene.out()).matches("phone \\([0-9a-f]{12}\\) is revoked\n");
        assertThat(check(key)).isInstanceOf(KeyCheck.Revoked.class);
        keys("list");
        assertThat(scene.out()).contains(" revoked\n");
        assertThat(keys("revoke", "phone")).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: there is no key of name or id \"phone\" to revoke");
    }

    @Test
    void nameThatIsTaken_isNotWrongUsage() {
        keys("create", "--name", "phone", "--can", "classify");
        assertThat(keys("create", "--name", "phone", "--can", "classify")).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: there is a key \"phone\" already: ");
    }

    @ParameterizedTest
    @CsvSource({
        "--name, a b, the key's name is \"a b\"",
        "--can, read, the rights are \"read\"",
        "--expires, 1y, the time is \"1y\"",
        "--rate, 60, the rate is \"60\""
    })
    void badValue_isWrongUsage(String option, String value, String complaint) {
        List<String> words = new ArrayList<>(List.of("create", "--name", "phone", "--can", "classify"));
        if (words.contains(option)) {
            words.set(words.indexOf(option) + 1, value);
        } else {
            words.addAll(List.of(option, value));
        }
        assertThat(keys(words.toArray())).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: " + complaint);
    }

    @Test
    void databaseThatIsNone_isWrongUsage_andOneThatCannotBeUsedIsNot() throws Exception {
        assertThat(scene.run("keys", "list", "--database", "state.db")).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: the database is \"state.db\", must be jdbc:sqlite:FILE or ");
        Path file = scene.file("file", new byte[0]);
        assertThat(scene.run("keys", "list", "--database", "jdbc:sqlite:" + file + "/state.db"))
                .isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: the database jdbc:sqlite:file/state.db cannot be used: ");
    }
}
