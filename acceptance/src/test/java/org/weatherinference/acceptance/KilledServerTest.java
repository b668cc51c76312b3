package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weatherinference.state.Database;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Kind;
import org.weatherinference.state.Right;
import org.weatherinference.state.StateException;
import org.weatherinference.state.Workers;

/**
 * A server that is killed while clients send feedback, make keys and start trainings, and started again. With
 * {@code -Pproof} at 50 moments.
 */
class KilledServerTest {
    private static final int MOMENTS = Boolean.getBoolean("weather.proof") ? 50 : 2;
    private static final int LONGEST_MILLIS = 3000;
    private static final long SEED = 99;

    @TempDir
    private Path folder;

    private final List<Promise> all = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingAcknowledged_isLost_andTheServerStartsAgain(Kind kind) throws Exception {
        ServerHome home = ServerHome.in(folder);
        String database = kind.address(home.user());
        String key = operator(database);
        Random random = new Random(SEED);
        List<Promise> last = List.of();
        for (int i = 0; i < MOMENTS; i++) {
            last = untilKilled(home, database, key, last, random.nextInt(LONGEST_MILLIS));
            all.addAll(last);
            home.clearTemporary();
        }
        try (RunningServer server = home.serve("--database", database);
                Api api = new Api(server.address(), key)) {
            prepare(api, database);
            assertKept(all, api);
            assertWhatIsMissingIsFound(api);
        }
        print(kind);
        assertThat(failures).isEmpty();
        assertThat(counts()).containsKeys("Job", "Key", "Remark", "Upload");
    }

    private static String operator(String address) throws StateException {
        try (Database database = Database.at(address)) {
            return new Keys(database, InstantSource.system())
                    .create("operator", EnumSet.allOf(Right.class), null, null)
                    .text();
        }
    }

    /** @return what was acknowledged until then */
    private List<Promise> untilKilled(ServerHome home, String database, String key, List<Promise> last, int millis)
            throws Exception {
        try (RunningServer server = home.serve("--database", database);
                Api api = new Api(server.address(), key)) {
            prepare(api, database);
            assertKept(last, api);
            BusyClients clients = BusyClients.start(api);
            Thread.sleep(millis);
            clients.serverEnds();
            server.kill();
            List<Promise> promises = clients.end();
            failures.addAll(clients.failures());
            return promises;
        }
    }

    /** The server is the first to open what the killed one left; only then is it said that there is a worker. */
    private static void prepare(Api api, String address) throws Exception {
        api.get("/v1/keys");
        try (Database database = Database.at(address)) {
            new Workers(database, InstantSource.system()).here("attic");
        }
    }

    private static void assertKept(List<Promise> promises, Api api) throws Exception {
        for (Promise promise : promises) {
            promise.assertKept(api);
        }
    }

    private static void assertWhatIsMissingIsFound(Api api) {
        List<Promise> broken = List.of(
                new Promise.Remark("0123456789ab", "blue", false),
                new Promise.Key("wi_0123456789ab_" + "0".repeat(64), true),
                new Promise.Job("0123456789ab", "queued"),
                new Promise.Upload("0123456789ab"));
        for (Promise promise : broken) {
            assertThat(catchThrowable(() -> promise.assertKept(api)))
                    .as(promise.toString())
                    .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
        }
    }

    private Map<String, Long> counts() {
        return all.stream()
                .collect(Collectors.groupingBy(
                        promise -> promise.getClass().getSimpleName(), TreeMap::new, Collectors.counting()));
    }

    private void print(Kind kind) {
        System.out.println("server on " + kind + " killed at " + MOMENTS + " moments: nothing lost of " + counts());
    }
}
