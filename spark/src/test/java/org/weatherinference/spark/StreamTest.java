package org.weatherinference.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.RedOrBlue;

class StreamTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int SLOW = 200;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private PhotoScene scene;

    @BeforeEach
    void makeBundle() throws BundleException {
        scene = new PhotoScene(folder);
    }

    @AfterEach
    void endStreams() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void drainedFolder_givesTheRowsOfABatch() throws Exception {
        scene.red("photos/a/_DSC1.png");
        scene.blue("photos/a/x:1%20.png");
        scene.zip("photos/b.zip", "red.png", "blue.png");
        scene.file("photos/empty.jpg", new byte[0]);
        scene.file("photos/half.png", Arrays.copyOf(RedOrBlue.png(255, 0, 0), 40));
        scene.red("photos/.coming.png");
        assertThat(scene.stream("photos")).isEqualTo(1);
        assertThat(scene.said()).startsWith("6 photos in ");
        List<String> streamed = scene.outcomes();
        assertThat(streamed).hasSize(6);
        assertThat(scene.batch("photos")).isZero();
        assertThat(scene.said()).startsWith("6 photos have a row already\n0 photos in ");
        delete(folder.resolve("answers"));
        assertThat(scene.batch("photos")).isEqualTo(1);
        assertThat(scene.outcomes()).isEqualTo(streamed);
    }

    @Test
    void folderThatIsNotThere_isRefused() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> scene.stream("nowhere"))
                .withMessageEndingWith("nowhere: there is no such folder to wait for photos in");
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    @Test
    void folderThatFills_isAnsweredOnce_thoughTheStreamIsKilledAndStartedAgain() throws Exception {
        scene.red("inbox/early.png");
        Process first = start("first");
        await(first, () -> rows() == 1);
        scene.slow("inbox/slow", SLOW);
        Thread.sleep(FolderStream.SETTLED.plusSeconds(1)); // it looks every other second, and needs some for them
        assertThat(rows()).as("rows when it is killed").isEqualTo(1);
        first.destroyForcibly().waitFor();

        scene.blue("inbox/meanwhile.png");
        Process second = start("second");
        await(second, () -> rows() == SLOW + 2);
        scene.red("inbox/late.png");
        await(second, () -> rows() == SLOW + 3);
        second.destroy();
        assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        List<String> expected = new ArrayList<>(List.of("early.png", "late.png", "meanwhile.png"));
        IntStream.range(0, SLOW).mapToObj("slow/%04d.png"::formatted).forEach(expected::add);
        assertThat(scene.rows().stream().map(row -> row.<String>getAs("photo")))
                .containsExactlyElementsOf(expected.stream()
                        .map(name -> scene.path("inbox/" + name))
                        .toList());
        assertThat(log("second"))
                .content()
                .contains("1 photos have a row already", SLOW + 2 + " photos in ", SLOW + 1 + "  red")
                .doesNotContain("Exception", "ERROR");
    }

    private Process start(String name) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(System.getProperty("weather.spark.opens", "").split(" ", -1)));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dweather.home=" + folder.resolve("home"),
                "-cp",
                System.getProperty("java.class.path"),
                BatchMain.class.getName(),
                "--stream",
                "--master",
                "local[2]",
                "--model",
                "sun-rain:1",
                scene.path("inbox"),
                scene.path("answers")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** How many there are to be seen. */
    private long rows() {
        return Files.isDirectory(folder.resolve("answers/label=red"))
                ? scene.rows().size()
                : 0;
    }

    private void await(Process process, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("%s", process)
                    .isTrue();
            Thread.sleep(200);
        }
    }
}
