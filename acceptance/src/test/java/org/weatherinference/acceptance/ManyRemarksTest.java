package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

/** What an operator looks at where visitors said much. With {@code -Pproof} 100,000 remarks, and held to figures. */
class ManyRemarksTest {
    private static final boolean PROOF = Boolean.getBoolean("weather.proof");
    private static final int REMARKS = PROOF ? 100_000 : 5_000;
    private static final int WARM_UP = PROOF ? 30 : 0;
    private static final int TIMES = PROOF ? 101 : 3;
    private static final double MOST_MILLIS = 100;
    private static final int BUNDLES = 3;
    private static final List<String> LABELS = List.of("cloudy", "foggy", "other", "raining", "snowy", "sunny");
    /** The page, one filtered by bundle and label, and one by two that never come together. */
    private static final List<String> LOOKED_AT = List.of(
            "/v1/feedback",
            "/v1/feedback?bundle=weather:2&label=raining",
            "/v1/feedback?bundle=weather:4&label=rare",
            "/v1/feedback/stats",
            "/metrics");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void manyRemarks_areListedAndCountedSoon(Kind kind) throws Exception {
        String database = kind.address(folder);
        String operator = operator(database);
        fill(database);
        try (RunningServer server = ServerHome.in(folder).serve("--database", database);
                Api api = new Api(server.address(), operator)) {
            assertThat(counted(api)).isEqualTo(REMARKS);
            assertThat(api.get(LOOKED_AT.get(1)).path("feedback").size()).isEqualTo(100);
            assertThat(api.get(LOOKED_AT.get(2)).path("feedback").size()).isZero();
            for (String path : LOOKED_AT) {
                double millis = median(api, path);
                System.out.println(
                        String.format(Locale.ROOT, "%,d remarks on %s: %s in %.1f ms", REMARKS, kind, path, millis));
                if (PROOF) {
                    assertThat(millis).as(path).isLessThan(MOST_MILLIS);
                }
            }
        }
    }

    private static String operator(String address) throws StateException {
        try (Database database = Database.at(address)) {
            return new Keys(database, InstantSource.system())
                    .create("operator", Set.of(Right.MANAGE), null, null)
                    .text();
        }
    }

    /** As they would be after years, at once: to have each said over HTTP takes an hour. */
    private static void fill(String address) throws SQLException {
        try (Connection connection = DriverManager.getConnection(address);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO remark (id, bundle, answered, verdict, confidence, given, answered_at, given_at,"
                                + " token_hash, answer) VALUES (?, ?, ?, 'unsure', 0.5, ?, ?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < REMARKS; i++) {
                fill(insert, i);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    /** Of a tenth, all about a bundle of their own, the label is a rare one; another bundle has none of these. */
    private static void fill(PreparedStatement insert, int which) throws SQLException {
        boolean rare = which % 10 == 0;
        long hash = which * 0x9E3779B97F4A7C15L;
        insert.setString(1, String.format(Locale.ROOT, "%016x", hash).substring(0, 12));
        insert.setString(2, "weather:" + (rare ? 5 : 1 + which % (BUNDLES + 1)));
        insert.setString(3, LABELS.get(Math.floorMod(hash >> 8, LABELS.size())));
        insert.setString(4, rare ? "rare" : LABELS.get(Math.floorMod(hash >> 16, LABELS.size())));
        insert.setLong(5, 1_700_000_000_000L + which * 500_000L);
        insert.setLong(6, 1_700_000_009_000L + which * 500_000L);
        insert.setString(7, "token-" + which);
        insert.setString(8, "answer-" + which);
    }

    private static long counted(Api api) throws Exception {
        long count = 0;
        for (JsonNode tally : api.get("/v1/feedback/stats").path("tallies")) {
            count += tally.path("count").asLong();
        }
        return count;
    }

    private static double median(Api api, String path) throws Exception {
        double[] millis = new double[TIMES];
        for (int i = -WARM_UP; i < TIMES; i++) {
            long start = System.nanoTime();
            assertThat(api.look(path).statusCode()).isEqualTo(200);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[TIMES / 2];
    }
}
