package org.weatherinference.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
    private static final int PHOTOS = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    @Test
    void executorThatIsKilled_losesAndDoublesNoRow() throws Exception {
        var scene = new PhotoScene(folder);
        scene.slow("photos", PHOTOS);
        Path jar = folder.resolve("empty.jar");
        new JarOutputStream(Files.newOutputStream(jar)).close();
        try (var cluster = new SparkCluster(folder)) {
            Process driver = cluster.submit(
                    jar, folder.resolve("home"), scene.path("photos"), scene.path("answers"), "--model", "sun-rain:1");
            await(() -> cluster.executors().size() == 2 || !driver.isAlive());
            Thread.sleep(Duration.ofSeconds(4));
            assertThat(driver.isAlive())
                    .as("%s", Files.readString(cluster.log("driver")))
                    .isTrue();
            assertThat(cluster.executors().getFirst().destroyForcibly()).isTrue();
            assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(driver.exitValue())
                    .as("%s", Files.readString(cluster.log("driver")))
                    .isZero();
        }
        List<String> photos =
                scene.rows().stream().map(row -> row.<String>getAs("photo")).toList();
        assertThat(photos)
                .isEqualTo(IntStream.range(0, PHOTOS)
                        .mapToObj(i -> scene.path("photos/%04d.png".formatted(i)))
                        .toList());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(100);
        }
    }
}
