package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.Answer;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Device;
import org.weatherinference.model.RedOrBlue;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

class ShadowsTest {
    @TempDir
    private Path folder;

    private final ServerMetrics metrics = new ServerMetrics();
    private final WorkLine line = new WorkLine(1, 4, Duration.ofSeconds(20));
    private final Shadows shadows = new Shadows(line, metrics);
    private ServedModel shadow;
    private Answer.Classified answer;

    @BeforeEach
    void open() throws BundleException, PhotoException {
        BundleStore store = BundleStore.open(folder);
        store.add(RedOrBlue.draft("sun-rain"));
        shadow = ServedModel.open(
                store.add(RedOrBlue.draft("sun-rain")), PhotoDecoder.create(PhotoLimits.DEFAULT), Device.CPU);
        answer = shadow.classifier().classify("1", Scene.RED, false);
    }

    @AfterEach
    void close() {
        shadows.close();
        line.close();
        shadow.release();
    }

    @Test
    void whileEveryThreadWorks_photosAreSkippedAndCounted() throws Exception {
        try (WorkLine.Place _ = line.enter()) {
            shadows.offer(shadow, Scene.RED, answer);
            await("weather_shadow_skipped_total{shadow=\"sun-rain:2\"} 1.0");
        }
        shadows.offer(shadow, Scene.RED, answer);
        await("agreement=\"same\",model=\"sun-rain:2\",shadow=\"sun-rain:2\"} 1.0");
        assertThat(shadow.figures().fields()).containsEntry("answers", 1L).containsEntry("skipped", 1L);
    }

    @Test
    void photoThatAShadowCannotRead_isCountedAsFailed_andTheNextIsAnswered() throws Exception {
        shadows.offer(shadow, "no photo".getBytes(UTF_8), answer);
        await("agreement=\"failed\",model=\"sun-rain:2\",shadow=\"sun-rain:2\"} 1.0");
        shadows.offer(shadow, Scene.RED, answer);
        await("agreement=\"same\",model=\"sun-rain:2\",shadow=\"sun-rain:2\"} 1.0");
    }

    @Test
    void morePhotosThanAreKept_areSkipped() throws Exception {
        int offered = 50;
        for (int i = 0; i < offered; i++) {
            shadows.offer(shadow, Scene.RED, answer);
        }
        await(() -> number("answers") + number("skipped") == offered);
        assertThat(number("skipped")).isPositive();
    }

    private long number(String field) {
        return shadow.figures().fields().get(field) instanceof Long number ? number : 0;
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String metric) throws Exception {
        await(() -> {
            var text = new ByteArrayOutputStream();
            metrics.write(text);
            return text.toString(UTF_8).contains(metric);
        });
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(condition.holds()).isTrue();
    }
}
