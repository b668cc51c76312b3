package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.fetch.FetchRules;
import org.weatherinference.fetch.Fetcher;
import org.weatherinference.fetch.RawServer;
import org.weatherinference.photo.PhotoEncoder;

/** Against a server of its own that can be slow, busy, wrong and gone. */
class GatheringTest {
    private static final GatherSettings SETTINGS = new GatherSettings(1024, 32, 2, Duration.ZERO, 3, false);

    @TempDir
    Path temp;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicInteger busyAnswers = new AtomicInteger();
    private final CountDownLatch hung = new CountDownLatch(1);
    private RawServer server;
    private Path folder;

    @BeforeEach
    void start() {
        server = new RawServer(this::serve);
        folder = temp.resolve("photos");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve(OutputStream out, String head) throws IOException, InterruptedException {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        String path = head.split("[ ?]", 3)[1];
        try {
            if (path.startsWith("/scene/")) {
                ok(out, PhotoEncoder.jpeg(Drawing.scene(Long.parseLong(path.substring(7))), 90));
            } else if (path.equals("/wide")) {
                ok(out, PhotoEncoder.png(Drawing.scene(5).resize(2000, 100)));
            } else if (path.equals("/page")) {
                ok(out, "<!doctype html><p>no picture here".getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/busy") && busyAnswers.getAndIncrement() < 2) {
                out.write(RawServer.answer("HTTP/1.1 429 Slow down", "Retry-After: 0", "Content-Length: 0", "", ""));
            } else if (path.equals("/busy")) {
                ok(out, PhotoEncoder.jpeg(Drawing.scene(77), 90));
            } else if (path.equals("/resting")) {
                out.write(RawServer.answer("HTTP/1.1 503 Later", "Retry-After: 9999", "Content-Length: 0", "", ""));
            } else if (path.equals("/hangs")) {
                hung.countDown();
                Thread.sleep(20_000);
            } else {
                out.write(RawServer.answer("HTTP/1.1 404 Not Found", "Content-Length: 0", "", ""));
            }
        } finally {
            open.decrementAndGet();
        }
    }

    private static void ok(OutputStream out, byte[] body) throws IOException {
        out.write(RawServer.answer("HTTP/1.1 200 OK", "Content-Length: " + body.length, "", ""));
        out.write(body);
    }

    private Wanted wanted(String path, String label) {
        return new Wanted("http://photos.example.com:" + server.port() + path, label, "", "CC0-1.0");
    }

    private GatherReport gather(Wanted... wanted) throws DatasetException {
        return gather(SETTINGS, wanted);
    }

    private GatherReport gather(GatherSettings settings, Wanted... wanted) throws DatasetException {
        FetchRules rules = FetchRules.DEFAULT
                .withAllowedHosts(List.of("photos.example.com"))
                .withPorts(List.of(server.port()));
        try (Fetcher fetcher = new Fetcher(rules, _ -> List.of(InetAddress.getLoopbackAddress()))) {
            return Gathering.run(folder, List.of(wanted), settings, fetcher, () -> {});
        }
    }

    private Wanted[] scenes(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> wanted("/scene/" + number, number % 2 == 0 ? "sunny" : "raining"))
                .toArray(Wanted[]::new);
    }

    private List<String> files(String label) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(label))) {
            return files.map(file -> label + "/" + file.getFileName()).sorted().toList();
        }
    }

    private static GatherReport.Failure failure(GatherReport report, String reason) {
        return report.failed().getOrDefault(reason, List.of()).getFirst();
    }

    @Test
    void photos_comeIntoTheirLabelsFoldersWithTheirOrigin() throws Exception {
        assertThat(gather(scenes(6)).kept()).isEqualTo(6);
        assertThat(files("sunny")).hasSize(3).allMatch(path -> path.matches("sunny/[0-9a-f]{20}\\.jpg"));
        PhotosTable table = PhotosTable.read(folder);
        assertThat(table.columns()).containsExactly("path", "label", "source", "licence", "url", "gathered");
        assertThat(table.paths()).hasSize(6).allSatisfy(path -> {
            assertThat(table.value(path, "url")).startsWith("http://photos.example.com:");
            assertThat(table.value(path, PhotosTable.SOURCE)).isEqualTo("photos.example.com");
            assertThat(table.value(path, PhotosTable.LICENCE)).isEqualTo("CC0-1.0");
        });
        assertThat(Dataset.read(folder).labels()).containsExactly("raining", "sunny");
    }

    @Test
    void largePhoto_isMadeSmallAndJpeg() throws Exception {
        gather(wanted("/wide", "sunny"));
        byte[] file = Files.readAllBytes(folder.resolve(files("sunny").getFirst()));
        assertThat(Content.DECODER.header(file))
                .matches(header -> header.width() == 1024 && header.height() == 51, "1024 x 51")
                .matches(header -> header.format().toString().equals("JPEG"), "JPEG");
    }

    @Test
    void samePicture_isKeptOnce() throws Exception {
        GatherReport report =
                gather(wanted("/scene/1", "sunny"), wanted("/scene/1?again", "sunny"), wanted("/scene/1", "sunny"));
        assertThat(report).matches(counts -> counts.kept() == 1 && counts.again() == 2, "one kept, two the same");
        assertThat(files("sunny")).hasSize(1);
    }

    @Test
    void samePictureUnderAnotherLabel_isSaid() throws Exception {
        gather(wanted("/scene/1", "sunny"));
        GatherReport report = gather(wanted("/scene/1?again", "raining"), wanted("/scene/1", "raining"));
        assertThat(report.failed().get("under another label")).hasSize(2);
        assertThat(PhotosTable.read(folder).paths()).hasSize(1);
    }

    @Test
    void whatFails_isSaidByReason_andTheRestDone() throws Exception {
        GatherReport report = gather(
                wanted("/none", "sunny"),
                wanted("/scene/1", "sunny"),
                wanted("/page", "sunny"),
                new Wanted("http://127.0.0.1:1/a.jpg", "sunny", "", ""),
                new Wanted("not a url", "sunny", "", ""));
        assertThat(report.kept()).isEqualTo(1);
        assertThat(report.failed()).containsOnlyKeys("status 404", "no photo that is read", "refused", "no URL");
        assertThat(failure(report, "no photo that is read").detail()).startsWith("HTML is not read");
    }

    @Test
    void busyHost_isAskedAgain_aMissingPhotoIsNot() throws Exception {
        assertThat(gather(wanted("/busy", "sunny"), wanted("/none", "sunny")).kept())
                .isEqualTo(1);
        assertThat(server.heads())
                .filteredOn(head -> head.startsWith("GET /busy"))
                .hasSize(3);
        assertThat(server.heads())
                .filteredOn(head -> head.startsWith("GET /none"))
                .hasSize(1);
    }

    @Test
    void hostThatAsksForALongRest_isLeftAlone_untilTheNextRun() throws Exception {
        assertThat(gather(wanted("/resting", "sunny"), wanted("/scene/1", "sunny"))
                        .failed())
                .containsOnlyKeys("status 503");
        gather(wanted("/resting", "sunny"));
        assertThat(server.heads())
                .filteredOn(head -> head.startsWith("GET /resting"))
                .hasSize(2);
    }

    @Test
    void oneHost_isAskedForFewAtOnce() throws Exception {
        gather(scenes(20));
        assertThat(mostOpen).hasValueLessThanOrEqualTo(SETTINGS.perHost());
    }

    @Test
    void oneHost_isAskedWithPauses() throws Exception {
        long start = System.nanoTime();
        gather(new GatherSettings(64, 32, 8, Duration.ofMillis(50), 1, false), scenes(6));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void secondRun_fetchesOnlyWhatIsMissing_andKnowsWhatFailed() throws Exception {
        Wanted[] all = {wanted("/scene/1", "sunny"), wanted("/scene/2", "sunny"), wanted("/none", "sunny")};
        gather(all);
        Files.delete(folder.resolve(files("sunny").getFirst()));
        int before = server.heads().size();
        GatherReport second = gather(all);
        assertThat(server.heads()).hasSize(before + 1);
        assertThat(second).matches(report -> report.kept() == 1 && report.known() == 1, "one fetched, one known");
        assertThat(failure(second, "status 404").earlier()).isTrue();
    }

    @Test
    void failedForGood_isTriedAgainWhenAskedFor() throws Exception {
        gather(wanted("/none", "sunny"));
        gather(new GatherSettings(1024, 32, 2, Duration.ZERO, 1, true), wanted("/none", "sunny"));
        assertThat(server.heads()).hasSize(2);
    }

    @Test
    void rejectedPhoto_isNotFetchedAgain() throws Exception {
        gather(wanted("/scene/1", "sunny"));
        Files.createDirectories(folder.resolve("rejected/sunny"));
        String path = files("sunny").getFirst();
        Files.move(folder.resolve(path), folder.resolve("rejected/" + path));
        PhotosTable.read(folder)
                .set(path, PhotosTable.PATH, "rejected/" + path)
                .set("rejected/" + path, PhotosTable.LABEL, "rejected")
                .save();
        assertThat(gather(wanted("/scene/1", "sunny")).known()).isEqualTo(1);
        assertThat(server.heads()).hasSize(1);
    }

    @Test
    void killedRun_isGoneOnWith() throws Exception {
        gather(scenes(4));
        // What a kill leaves: photos, no table, and a line that was cut off.
        Files.delete(folder.resolve("photos.csv"));
        Files.writeString(folder.resolve("gathered.csv"), "http://x/,\"sun", StandardOpenOption.APPEND);
        GatherReport report = gather(scenes(5));
        assertThat(report).matches(counts -> counts.kept() == 1 && counts.known() == 4, "one fetched, four known");
        PhotosTable table = PhotosTable.read(folder);
        assertThat(table.paths())
                .hasSize(5)
                .noneMatch(path -> table.value(path, "url").isEmpty());
    }

    @Test
    void interruptedRun_keepsWhatItHas() throws Exception {
        List<Wanted> all = new ArrayList<>(List.of(scenes(4)));
        all.add(wanted("/hangs", "sunny"));
        AtomicInteger done = new AtomicInteger();
        Thread run = Thread.ofPlatform().start(() -> {
            try {
                gather(all.toArray(Wanted[]::new));
            } catch (DatasetException e) {
                done.set(-1);
            }
        });
        hung.await();
        while (Files.notExists(folder.resolve("gathered.csv"))
                || Files.readAllLines(folder.resolve("gathered.csv")).size() < 5) {
            Thread.sleep(20);
        }
        run.interrupt();
        run.join(Duration.ofSeconds(10));
        assertThat(done).hasValue(0);
        assertThat(PhotosTable.read(folder).paths()).hasSize(4);
        assertThat(Files.readString(folder.resolve("gathered.csv"))).doesNotContain("/hangs");
    }

    @Test
    void photosThatWereThereBefore_stayInTheDataset() throws Exception {
        new TestFolder(folder).photo("foggy/own.jpg", Drawing.scene(9));
        gather(wanted("/scene/1", "sunny"));
        assertThat(Dataset.read(folder).labels()).containsExactly("foggy", "sunny");
    }
}
