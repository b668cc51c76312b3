package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weatherinference.state.Database;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Kind;
import org.weatherinference.state.Right;
import org.weatherinference.state.StateException;
import tools.jackson.databind.JsonNode;

/** Two servers that share a database: what one is told about a key, the other knows within a second. */
class RevokedKeyTest {
    private static final int KEYS = Boolean.getBoolean("weather.proof") ? 50 : 3;
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int BETWEEN_MILLIS = 5;
    private static final int OPENS = 200;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void keyRevokedAtOneServer_stopsAtTheOtherWithinASecond(Kind kind) throws Exception {
        String database = kind.address(folder);
        String operator = operator(database);
        try (RunningServer one = server("one", database);
                RunningServer two = server("two", database);
                Api here = new Api(one.address(), operator);
                Api there = new Api(two.address(), "")) {
            Duration longest = Duration.ZERO;
            for (int i = 0; i < KEYS; i++) {
                Duration time = timeUntilItStops(here, there, "phone-" + i);
                longest = time.compareTo(longest) > 0 ? time : longest;
            }
            System.out.println("of " + KEYS + " keys revoked at another server on " + kind + ", one opened something"
                    + " for " + longest.toMillis() + " ms more");
            assertThat(longest).isLessThan(LONGEST);
        }
    }

    private static String operator(String address) throws StateException {
        try (Database database = Database.at(address)) {
            return new Keys(database, InstantSource.system())
                    .create("operator", Set.of(Right.MANAGE), null, null)
                    .text();
        }
    }

    private RunningServer server(String name, String database) throws Exception {
        ServerHome home = ServerHome.in(Files.createDirectories(folder.resolve(name)));
        return home.serve("--require-key", "true", "--database", database);
    }

    /** From the word that it is revoked to the last request that it opened, while it is used without a pause. */
    private static Duration timeUntilItStops(Api here, Api there, String name) throws Exception {
        JsonNode made = here.post("/v1/keys", "{\"name\":\"" + name + "\",\"can\":[\"classify\"]}");
        String key = "Bearer " + made.path("key").asString();
        assertThat(status(there, key)).isEqualTo(OPENS);
        here.delete("/v1/keys/" + name);
        long revoked = System.nanoTime();
        long opened = revoked;
        int status = OPENS;
        while (status == OPENS) {
            Thread.sleep(BETWEEN_MILLIS);
            long sent = System.nanoTime();
            status = status(there, key);
            opened = status == OPENS ? sent : opened;
        }
        assertThat(status).isEqualTo(401);
        return Duration.ofNanos(opened - revoked);
    }

    private static int status(Api there, String key) throws Exception {
        return there.lookAs(key, "/v1/models").statusCode();
    }
}
