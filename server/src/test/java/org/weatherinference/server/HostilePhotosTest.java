package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.weatherinference.server.BrokenFiles.joined;
import static org.weatherinference.server.BrokenFiles.latin;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that want to break whoever opens them: each is answered or refused, and leaves nothing behind. */
@Timeout(120)
class HostilePhotosTest {
    private static final Pattern PROBABILITIES = Pattern.compile("\"probabilities\":\\{[^}]*}");
    private static final int MUTATIONS = 500;
    private static final long SEED = 20_260_101;

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static String probabilities;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.start(folder);
        probabilities = probabilities();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @AfterEach
    void nextPhoto_isAnsweredAsEver() throws Exception {
        assertThat(probabilities()).isEqualTo(probabilities);
        assertThat(scene.err()).isEmpty();
    }

    private static String probabilities() throws Exception {
        String answer = scene.classify(Scene.RED).body();
        return PROBABILITIES
                .matcher(answer)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse(answer);
    }

    static List<Arguments> bombs() {
        byte[] jpeg = BrokenFiles.jpeg(64, 64);
        return List.of(
                Arguments.of("GIF of 35 bytes", BrokenFiles.gif(65_535, 32_767), 413, "65535 x 32767"),
                Arguments.of("GIF without size", BrokenFiles.gif(0, 0), 422, "GIF"),
                Arguments.of("PNG of a header", BrokenFiles.pngHeader(100_000, 100_000), 413, "100000 x 100000"),
                Arguments.of("PNG without size", BrokenFiles.pngHeader(0, 5), 422, "PNG"),
                Arguments.of("PNG of negative size", BrokenFiles.pngHeader(-1, -1), 422, "PNG"),
                Arguments.of("large black PNG", BrokenFiles.blackPng(19_000, 19_000), 413, "19000 x 19000"),
                Arguments.of("PNG with next to no data", BrokenFiles.pngHeader(7_000, 7_000), 422, "PNG"),
                Arguments.of("PNG with a long comment", BrokenFiles.pngWithLongComment(), 200, "probabilities"),
                Arguments.of("JPEG without a scan", BrokenFiles.jpegHeader(65_500), 422, "JPEG"),
                Arguments.of("JPEG and ZIP", joined(jpeg, latin("PK\u0003\u0004....")), 200, "probabilities"),
                Arguments.of(
                        "PNG and HTML", joined(Scene.RED, latin("<script>alert(1)</script>")), 200, "probabilities"),
                Arguments.of("PDF and JPEG", joined(latin("%PDF-1.4\n"), jpeg), 415, "PDF"),
                Arguments.of("ZIP and PNG", joined(latin("PK\u0003\u0004"), Scene.RED), 415, "ZIP"),
                Arguments.of("GIF and script", latin("GIF89a/*..................*/=alert(1)//;"), 422, "GIF"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void bomb_isDisarmed(String name, byte[] bomb, int status, String words) throws Exception {
        HttpResponse<String> answer = scene.classify(bomb);
        assertThat(answer.statusCode()).as(name + ": " + answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words).doesNotContain("script", "Exception");
    }

    @Test
    void workingPhotosAndMutationsOfThem_areAnsweredOrRefused_andLeaveNothingBehind() throws Exception {
        List<byte[]> files = workingPhotos();
        files.addAll(mutations(files));
        post(files);
        Cost first = Cost.now();
        post(files);
        Cost.now().requireNoMoreThan(first);
    }

    private static List<byte[]> workingPhotos() throws IOException {
        String shared = System.getProperty("weather.shared", "");
        assumeTrue(!shared.isEmpty(), "left out: tests over working photos need -Dweather.shared=FOLDER");
        Path corpus = Path.of(shared, "corpus");
        assumeTrue(Files.isDirectory(corpus), "left out: there is no corpus in the folder of weather.shared");
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(corpus)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.add(Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static List<byte[]> mutations(List<byte[]> files) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> mutations = new ArrayList<>();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file = files.get(random.nextInt(files.size()));
            mutations.add(
                    switch (i % 3) {
                        case 0 -> flipped(file, random);
                        case 1 -> Arrays.copyOf(file, random.nextInt(file.length + 1));
                        default -> spliced(file, files.get(random.nextInt(files.size())), random);
                    });
        }
        return mutations;
    }

    private static byte[] flipped(byte[] file, SplittableRandom random) {
        byte[] changed = file.clone();
        for (int i = random.nextInt(1, 20); i > 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return changed;
    }

    /** The start of one and the end of the other. */
    private static byte[] spliced(byte[] start, byte[] end, SplittableRandom random) {
        int from = random.nextInt(end.length + 1);
        return joined(
                Arrays.copyOf(start, random.nextInt(start.length + 1)), Arrays.copyOfRange(end, from, end.length));
    }

    private static void post(List<byte[]> files) throws Exception {
        for (int i = 0; i < files.size(); i++) {
            HttpResponse<String> answer = scene.classify(files.get(i));
            assertThat(answer.statusCode())
                    .as("file " + i + ": " + answer.body())
                    .isIn(200, 413, 415, 422);
            assertThat(answer.body()).doesNotContain("Exception", "at org.");
        }
    }

    /** What the process holds once it has cleaned up. */
    private record Cost(long heapBytes, long residentBytes, int threads) {
        private static final long MORE_HEAP = 8 << 20;
        /** The heap's own pages are among them, and stay once they were touched. */
        private static final long MORE_RESIDENT = 64 << 20;

        private static final int MORE_THREADS = 8;

        static Cost now() throws IOException {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Cost(
                    runtime.totalMemory() - runtime.freeMemory(),
                    resident(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }

        /** Where Linux tells it; 0 elsewhere. */
        private static long resident() throws IOException {
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) {
                return 0;
            }
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        }

        void requireNoMoreThan(Cost before) {
            assertThat(heapBytes).as("heap").isLessThan(before.heapBytes + MORE_HEAP);
            assertThat(residentBytes).as("resident").isLessThanOrEqualTo(before.residentBytes + MORE_RESIDENT);
            assertThat(threads).as("threads").isLessThanOrEqualTo(before.threads + MORE_THREADS);
        }
    }
}
