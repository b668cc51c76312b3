package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    /** In each, two processes are killed. */
    private static final int ROUNDS = Boolean.getBoolean("weather.proof") ? 25 : 2;

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private static int add(Database database, String name) throws StateException {
        Keys keys = new Keys(database, CLOCK);
        keys.create(name, Set.of(Right.CLASSIFY), null, null);
        return keys.list().size();
    }

    @Test
    void databaseThatNobodyUses_isNotMade() throws StateException {
        Path file = folder.resolve("a/state.db");
        try (Database database = Database.at("jdbc:sqlite:" + file)) {
            assertThat(folder).isEmptyDirectory();
            add(database, "phone");
            assertThat(file).exists();
        }
    }

    @Test
    void nobodyElseReadsTheFile_norItsLog() throws Exception {
        Path file = folder.resolve("a/state.db");
        try (Database database = Database.at("jdbc:sqlite:" + file)) {
            add(database, "phone");
            for (Path each : List.of(file, Path.of(file + "-wal"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void workForLater_isLetGoOnceItIsClosed() throws Exception {
        Database database = Database.at(Database.standardAddress(folder));
        database.close();
        assertThatCode(() -> database.later(() -> {})).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "state.db",
                "postgresql://anna:s3cret@db/weather",
                "jdbc:mysql://db/weather?password=s3cret",
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:a.db?journal_mode=OFF"
            })
    void badAddress_isRefused_withoutItsPassword(String address) {
        assertThatThrownBy(() -> Database.at(address))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageStartingWith("the database is \"")
                .hasMessageContaining(", must be jdbc:sqlite:FILE")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/w?user=anna&password=s3cret&ssl=true",
                "jdbc:postgresql://db/w?sslpassword=s3cret&ssl=true",
                "jdbc:postgresql://anna:s3cret@db/w?ssl=true"
            })
    void name_hasNoPassword(String address) throws StateException {
        try (Database database = Database.at(address)) {
            assertThat(database.name()).doesNotContain("s3cret").contains("***").endsWith("ssl=true");
        }
    }

    @Test
    void fileThatCannotBeMade_isSaid() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        try (Database database = Database.at("jdbc:sqlite:" + file + "/state.db")) {
            assertThatThrownBy(() -> add(database, "phone"))
                    .isInstanceOf(StateException.Unreachable.class)
                    .hasMessageStartingWith("the database jdbc:sqlite:" + file + "/state.db cannot be used: ")
                    .hasMessageEndingWith(
                            "; see whether the file and its folder can be written to, or set another database");
        }
    }

    @Test
    void fileThatIsNoDatabase_isSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("state.db"), "Dear diary, this is no database. ".repeat(99));
        try (Database database = Database.at("jdbc:sqlite:" + file)) {
            assertThatThrownBy(() -> add(database, "phone"))
                    .isInstanceOf(StateException.Unreachable.class)
                    .hasMessageContaining("not a database");
        }
    }

    @Test
    void serverThatIsNotThere_isSaidSoon() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertUnreachable(port);
    }

    @Test
    void serverThatSaysNothing_isSaidSoon() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertUnreachable(socket.getLocalPort());
        }
    }

    private static void assertUnreachable(int port) throws StateException {
        long start = System.nanoTime();
        try (Database database =
                Database.at("jdbc:postgresql://127.0.0.1:" + port + "/weather?user=anna&password=s3cret")) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> add(database, "phone"))
                        .isInstanceOf(StateException.Unreachable.class)
                        .hasMessageStartingWith("the database jdbc:postgresql://127.0.0.1:" + port
                                + "/weather?user=anna&password=*** cannot be used: ")
                        .hasMessageNotContaining("s3cret");
            }
        }
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void databaseThatSeveralOpenAtOnce_isMadeOnce_andSharedByAll(Kind kind) throws Exception {
        String address = kind.address(folder);
        List<Future<Integer>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                String name = "key-" + i;
                runs.add(threads.submit(() -> {
                    try (Database database = Database.at(address)) {
                        return add(database, name);
                    }
                }));
            }
        }
        int most = 0;
        for (Future<Integer> run : runs) {
            most = Math.max(most, run.get());
        }
        assertThat(most).isEqualTo(6);
    }

    /** Two processes start on a database that is not there, write at once, and are killed. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingAcknowledged_isLostWhenProcessesAreKilled(Kind kind) throws Exception {
        String address = kind.address(folder);
        Path photos = folder.resolve("photos");
        Random random = new Random(7);
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path one = folder.resolve("one-" + round);
            Path two = folder.resolve("two-" + round);
            Process first = writer(address, photos, one);
            Process second = writer(address, photos, two);
            await(one, first);
            await(two, second);
            Thread.sleep(random.nextInt(300));
            first.destroyForcibly().waitFor();
            second.destroyForcibly().waitFor();
            acknowledged.addAll(said(one));
            acknowledged.addAll(said(two));
        }
        assertKept(address, photos, acknowledged);
    }

    private static Process writer(String address, Path photos, Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FeedbackWriter.class.getName(),
                        address,
                        photos.toString())
                .redirectOutput(out.toFile())
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(Path.of(out + ".err").toFile()))
                .start();
    }

    private static void await(Path out, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (Files.size(out) == 0) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the writer wrote nothing: " + Files.readString(Path.of(out + ".err")));
            }
            Thread.sleep(10);
        }
    }

    /** Whole lines only: the last one may be cut. */
    private static List<String> said(Path out) throws IOException {
        String text = Files.readString(out, US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static void assertKept(String address, Path folder, List<String> acknowledged) throws Exception {
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(2 * ROUNDS);
        PhotoFolder photos = new PhotoFolder(folder);
        try (Database database = Database.at(address)) {
            Feedback feedback = new Feedback(database, photos, CLOCK);
            // What was on its way into the folder when its process died is nobody's.
            feedback.forgetExpired(CLOCK.instant().plus(Duration.ofHours(2)));
            for (String line : acknowledged) {
                String hash = line.split(" ", -1)[1];
                assertThat(feedback.get(line.split(" ", -1)[0]).photo()).isEqualTo(hash);
                assertThat(photos.get(hash)).isPresent();
            }
            long rows = feedback.tallies().stream().mapToLong(Tally::count).sum();
            assertThat(photos.putBefore(CLOCK.instant().plusSeconds(9))).hasSize((int) rows);
        }
    }
}
