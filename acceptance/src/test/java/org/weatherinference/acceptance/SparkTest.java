package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code weather batch} beside {@code weather classify}, on this machine and on a cluster. With {@code -Pproof} over
 * 20,000 photos, and with figures.
 */
class SparkTest {
    private static final boolean PROOF = Boolean.getBoolean("weather.proof");
    private static final int PHOTOS = PROOF ? 20_000 : 300;
    private static final int ROUNDS = 3;
    private static final double LEAST_SPEED = 0.85;
    private static final double MOST_GROWTH = 1.15;
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static CommandLine weather;
    private static Path photos;
    private static TimedRun classified;

    @BeforeAll
    static void classify() throws Exception {
        photos = folder.resolve("photos");
        AlteredPhotos.write(photos, PHOTOS);
        writeWhatIsNoPhoto(photos.resolve("bad"));
        weather = FreshClone.weather();
        for (String built : List.of("batch", "classify")) {
            assertThat(weather.run(built, "--help").exitCode()).isZero();
        }
        classified = run("classify", "--format", "json", photos.toString());
        assertThat(classified.out()).hasSize(PHOTOS + 3);
    }

    private static void writeWhatIsNoPhoto(Path bad) throws IOException {
        Files.createDirectories(bad);
        Files.createFile(bad.resolve("empty.jpg"));
        Files.writeString(bad.resolve("text.png"), "no photo", UTF_8);
        byte[] whole = Files.readAllBytes(photos.resolve("000/00000.jpg"));
        Files.write(bad.resolve("truncated.jpg"), Arrays.copyOf(whole, 1000));
        try (var film = new RandomAccessFile(bad.resolve("film.mp4").toFile(), "rw")) {
            film.setLength(500L << 20); // which takes no place on the disk
        }
        Files.createDirectory(
                bad.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
    }

    @Test
    void rows_areTheAnswersOfClassify() throws Exception {
        batch("rows", photos);
        assertRows("rows");
    }

    @Test
    void photosASecond_areAlmostThoseOfClassify() throws Exception {
        assumeTrue(PROOF, "left out: photos a second of 20,000 come with -Pproof");
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            boolean batchFirst = i % 2 == 0;
            double early = batchFirst ? batch("round-" + i, photos).saidASecond() : classifyAgain();
            double late =
                    batchFirst ? classifyAgain() : batch("round-" + i, photos).saidASecond();
            double batch = batchFirst ? early : late;
            double classify = batchFirst ? late : early;
            print(classify, batch);
            ratios.add(batch / classify);
        }
        assertThat(ratios.stream().sorted().toList().get(ROUNDS / 2)).isGreaterThan(LEAST_SPEED);
    }

    private static double classifyAgain() throws Exception {
        return run("classify", "--format", "json", photos.toString()).linesASecond();
    }

    private static void print(double classify, double batch) {
        System.out.printf(
                Locale.ROOT,
                "classify %.1f and batch %.1f photos a second: %.0f %%%n",
                classify,
                batch,
                100 * batch / classify);
    }

    @Test
    void costAndMemory_doNotGrowWithThePhotos() throws Exception {
        assumeTrue(PROOF, "left out: figures of up to 20,000 photos come with -Pproof");
        List<Integer> counts = List.of(1_000, 2_000, 5_000, 10_000, 20_000);
        List<Long> most = new ArrayList<>();
        for (int count : counts) {
            TimedRun run = batch("some-" + count, linked(count));
            most.add(Collections.max(run.resident()));
            System.out.printf(
                    Locale.ROOT,
                    "%,d photos: %.0f s, %.1f a second, most memory %d MB%n",
                    count,
                    count / run.saidASecond(),
                    run.saidASecond(),
                    most.getLast());
        }
        assertThat((double) most.getLast()).isLessThan(MOST_GROWTH * most.get(counts.indexOf(5_000)));
    }

    private static Path linked(int count) throws IOException {
        Path some = folder.resolve("photos-" + count);
        for (int i = 0; i < count; i++) {
            String name = "%03d/%05d.jpg".formatted(i / 1000, i);
            Files.createDirectories(some.resolve(name).getParent());
            Files.createLink(some.resolve(name), photos.resolve(name));
        }
        return some;
    }

    /** Those of {@code classify}, and one for each of what it leaves out by its name. */
    private static void assertRows(String output) throws IOException {
        Map<String, JsonNode> rows = rows(output);
        Path bad = photos.resolve("bad");
        assertThat(error(rows.remove(bad.resolve("film.mp4").toString()))).startsWith("photo-too-large");
        assertThat(error(rows.remove(bad.resolve("locked").toString())))
                .isEqualTo("not-readable: no permission to read it");
        assertThat(rows).isEqualTo(answers(classified.out()));
    }

    private static String error(@Nullable JsonNode row) {
        return row == null
                ? "no row"
                : row.at("/error/type").asString() + ": "
                        + row.at("/error/detail").asString();
    }

    @Test
    void clusterFromHere_givesTheSameRows() throws Exception {
        assumeTrue(PROOF, "left out: a cluster's rows by ./weather batch --master come with -Pproof");
        try (SparkCluster cluster = cluster("from-here")) {
            List<String> words = new ArrayList<>(List.of("batch", "--format", "json", "--master", cluster.master()));
            SparkCluster.SETTINGS.forEach(setting -> words.addAll(List.of("--conf", setting)));
            words.addAll(List.of(photos.toString(), folder.resolve("by-weather").toString()));
            TimedRun own = run(words.toArray(String[]::new));
            assertThat(own.exitCode()).as(own.err()).isEqualTo(1);
            assertRows("by-weather");
        }
    }

    @Test
    void cluster_givesTheSameRows_alsoWhereAnExecutorIsKilled() throws Exception {
        try (SparkCluster cluster = cluster("submitted-to")) {
            Process driver = submit(cluster);
            await(() -> cluster.said("driver").contains("+ 2) /") || !driver.isAlive()); // two tasks at work
            Thread.sleep(Duration.ofSeconds(PROOF ? 60 : 0));
            assertThat(driver.isAlive()).as(cluster.said("driver")).isTrue();
            assertThat(cluster.executors().getFirst().destroyForcibly()).isTrue();
            assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(driver.exitValue()).as(cluster.said("driver")).isEqualTo(1);
            assertRows("submitted");
        }
    }

    private static SparkCluster cluster(String name) throws IOException {
        return new SparkCluster(weather.checkout(), Files.createDirectory(folder.resolve(name)));
    }

    /** As somebody does who has Spark, the jar and a bundle. */
    private static Process submit(SparkCluster cluster) throws Exception {
        Path zip = folder.resolve("bundle.zip");
        assertThat(weather.run("bundles", "export", "weather", zip.toString()).exitCode())
                .isZero();
        return cluster.submit(
                "--conf",
                "spark.ui.showConsoleProgress=true",
                "--files",
                zip.toString(),
                weather.checkout().resolve("spark/target/weather-batch.jar").toString(),
                "--format",
                "json",
                "--model",
                "bundle.zip",
                photos.toString(),
                folder.resolve("submitted").toString());
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(100);
        }
    }

    private static TimedRun batch(String output, Path input) throws Exception {
        TimedRun run = run(
                "batch",
                "--master",
                "local[2]",
                "--format",
                "json",
                input.toString(),
                folder.resolve(output).toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(input.equals(photos) ? 1 : 0);
        return run;
    }

    private static TimedRun run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(OrdinaryRights.PREFIX);
        command.add("./weather");
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(weather.checkout().toFile());
        builder.environment().put("WEATHER_HOME", weather.home().toString());
        builder.environment().remove("JAVA_HOME");
        return TimedRun.of(builder);
    }

    /** What is written in a folder of rows, by photo: an answer that is there twice is an error. */
    private static Map<String, JsonNode> rows(String output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve(output))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                String label =
                        String.valueOf(file.resolveSibling("").getFileName()).replace("label=", "");
                Files.readAllLines(file).forEach(line -> lines.add(label(line, label)));
            }
        }
        return answers(lines);
    }

    /** The label stands in the name of the folder. */
    private static String label(String line, String label) {
        ObjectNode row = (ObjectNode) JSON.readTree(line);
        return row.has("error") ? line : row.put("label", label).toString();
    }

    /** By photo, without what is never the same twice. */
    private static Map<String, JsonNode> answers(List<String> lines) {
        TreeMap<String, JsonNode> answers = new TreeMap<>();
        for (String line : lines) {
            ObjectNode answer = (ObjectNode) JSON.readTree(line);
            answer.remove(List.of("id", "millis"));
            JsonNode before = answers.put(answer.get("photo").asString(), answer);
            assertThat(before).as("%s", answer.get("photo")).isNull();
        }
        return answers;
    }
}
