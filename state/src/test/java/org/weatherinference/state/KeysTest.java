package org.weatherinference.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Kind.class)
class KeysTest {
    private static final Set<Right> RIGHTS = Set.of(Right.CLASSIFY, Right.FEEDBACK);

    private final Kind kind;

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private String address;
    private Database database;
    private Keys keys;

    KeysTest(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws StateException {
        address = kind.address(folder);
        database = Database.at(address);
        keys = new Keys(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private NewKey create(String name) throws StateException {
        return keys.create(name, RIGHTS, null, null);
    }

    @Test
    void newKey_isValid_withWhatItWasGiven() throws StateException {
        NewKey made = keys.create("phone", RIGHTS, Duration.ofDays(90), Rate.parse("60/min"));
        assertThat(made.text()).matches("wi_[0-9a-f]{12}_[0-9a-f]{64}");
        assertThat(keys.check(made.text())).isEqualTo(new KeyCheck.Valid(made.key()));
        assertThat(made.key().rights()).isEqualTo(RIGHTS);
        assertThat(made.key().rate()).hasToString("60/min");
        assertThat(made.key().expires()).isEqualTo(made.key().created().plus(Duration.ofDays(90)));
    }

    @Test
    void secret_isKeptNowhere_andShownByNoLog() throws StateException {
        NewKey made = create("phone");
        String secret = made.text().substring(made.text().lastIndexOf('_') + 1);
        List<String> row = database.read(handle -> handle.createQuery("SELECT * FROM access_key")
                .mapToMap()
                .map(columns -> columns.values().toString())
                .list());
        assertThat(row).singleElement().asString().contains("phone").doesNotContain(secret);
        assertThat(made.toString()).doesNotContain(secret);
    }

    @Test
    void otherSecret_isUnknown() throws StateException {
        String text = create("phone").text();
        char last = text.charAt(text.length() - 1);
        String other = text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
        assertThat(keys.check(other)).isEqualTo(new KeyCheck.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wi_", "wi_000000000000_", "Bearer x", "wi_'; DROP TABLE access_key; --_0"})
    void whatIsNoKey_isUnknown(String presented) throws StateException {
        assertThat(keys.check(presented)).isEqualTo(new KeyCheck.Unknown());
    }

    @Test
    void idThatNobodyMade_isUnknown() throws StateException {
        assertThat(keys.check("wi_0123456789ab_" + "0".repeat(64))).isEqualTo(new KeyCheck.Unknown());
    }

    @Test
    void key_expiresToTheMillisecond() throws StateException {
        String text = keys.create("phone", RIGHTS, Duration.ofHours(1), null).text();
        clock.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(keys.check(text)).isInstanceOf(KeyCheck.Valid.class);
        clock.pass(Duration.ofMillis(1));
        assertThat(keys.check(text)).isInstanceOf(KeyCheck.Expired.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void revokedKey_stopsAtOnce(boolean byName) throws StateException {
        NewKey made = create("phone");
        keys.check(made.text());
        assertThat(keys.revoke(byName ? "phone" : made.key().id()).revoked())
                .isEqualTo(made.key().created());
        assertThat(keys.check(made.text())).isInstanceOf(KeyCheck.Revoked.class);
    }

    @Test
    void revokedKey_stopsWithinASecondInAnotherProcess() throws StateException, InterruptedException {
        try (Database replica = Database.at(address)) {
            Keys others = new Keys(replica, clock);
            String text = create("phone").text();
            assertThat(others.check(text)).isInstanceOf(KeyCheck.Valid.class);
            long start = System.nanoTime();
            keys.revoke("phone");
            while (others.check(text) instanceof KeyCheck.Valid) {
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
                Thread.sleep(5);
            }
            assertThat(others.check(text)).isInstanceOf(KeyCheck.Revoked.class);
        }
    }

    @Test
    void revokedTwice_keepsTheFirstTime() throws StateException {
        NewKey made = create("phone");
        Instant first = keys.revoke("phone").revoked();
        clock.pass(Duration.ofDays(1));
        assertThat(keys.revoke(made.key().id()).revoked()).isEqualTo(first);
    }

    @Test
    void whatIsNoKey_cannotBeRevoked() {
        assertThatThrownBy(() -> keys.revoke("phone"))
                .isInstanceOf(StateException.Unknown.class)
                .hasMessageContaining("\"phone\"");
    }

    @Test
    void nameOfALivingKey_isTaken() throws StateException {
        create("phone");
        assertThatThrownBy(() -> create("phone"))
                .isInstanceOf(StateException.Conflict.class)
                .hasMessage("there is a key \"phone\" already: choose another name, or revoke that one first");
    }

    @Test
    void nameOfARevokedOrExpiredKey_isFree() throws StateException {
        create("phone");
        keys.revoke("phone");
        keys.create("phone", RIGHTS, Duration.ofHours(1), null);
        clock.pass(Duration.ofHours(1));
        create("phone");
        assertThat(keys.list()).extracting(Key::name).containsExactly("phone", "phone", "phone");
    }

    @Test
    void lastUse_isWrittenOnceAMinute() throws StateException, InterruptedException {
        NewKey made = create("phone");
        Instant first = clock.instant();
        keys.check(made.text());
        awaitLastUse(first);
        clock.pass(Duration.ofSeconds(59));
        keys.check(made.text());
        clock.pass(Duration.ofSeconds(1));
        keys.check(made.text());
        awaitLastUse(first.plusSeconds(60));
    }

    /**
     * Whatever is seen on the way there must be earlier: that a use in between was not written shows by its absence.
     */
    private void awaitLastUse(Instant expected) throws StateException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Instant seen = null;
        while (!expected.equals(seen) && System.nanoTime() < end) {
            Thread.sleep(5);
            seen = keys.list().getFirst().lastUsed();
            assertThat(seen == null || seen.equals(expected) || seen.equals(expected.minusSeconds(60)))
                    .isTrue();
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void list_hasTheNewestFirst() throws StateException {
        create("one");
        clock.pass(Duration.ofSeconds(1));
        create("two");
        assertThat(keys.list()).extracting(Key::name).containsExactly("two", "one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", "a b", "ä", "a/b", "a\n", "0123456789ab"})
    void badName_isRefused(String name) {
        assertThatThrownBy(() -> create(name))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageStartingWith("the key's name is \"" + name + "\", must ");
    }

    @Test
    void longestName_isTaken_andALongerOneRefused() throws StateException {
        create("a".repeat(64));
        assertThatThrownBy(() -> create("a".repeat(65))).isInstanceOf(StateException.Invalid.class);
    }

    @Test
    void keyWithoutRights_isRefused() {
        assertThatThrownBy(() -> keys.create("phone", Set.of(), null, null))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessage(
                        "the key \"phone\" has no rights, must have at least one:" + " classify,feedback,train,manage");
    }
}
