package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PixelBudgetTest {
    private static Outline outline(int width, int height, boolean buffered) {
        PhotoHeader header = new PhotoHeader(PhotoFormat.JPEG, width, height, 1, 1);
        return Outline.whole(
                header,
                reduction -> {
                    throw new MalformedPhotoException("nothing to decode");
                },
                buffered,
                List.of());
    }

    @Test
    void secondVeryLargeDecode_waitsForTheFirst() throws InterruptedException {
        assertThat(waitsForVeryLarge(outline(8000, 6000, false), 1)).isTrue();
    }

    @Test
    void smallDecode_doesNotWaitForAMiddlingOne() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (PixelBudget.Share _ = PixelBudget.take(outline(4000, 3000, false), 1)) {
            start(outline(500, 400, false), 1, done);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void scalingDown_takesLess() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (PixelBudget.Share _ = PixelBudget.take(outline(5000, 4000, false), 1)) {
            start(outline(5000, 4000, false), 8, done);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void scalingDownAProgressive_doesNot() throws InterruptedException {
        assertThat(waitsForVeryLarge(outline(8000, 6000, true), 8)).isTrue();
    }

    private static boolean waitsForVeryLarge(Outline second, int reduction) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (PixelBudget.Share _ = PixelBudget.take(outline(8000, 6000, false), 1)) {
            start(second, reduction, done);
            if (done.await(100, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return done.await(10, TimeUnit.SECONDS);
    }

    private static void start(Outline outline, int reduction, CountDownLatch done) {
        Thread.startVirtualThread(() -> {
            try (PixelBudget.Share _ = PixelBudget.take(outline, reduction)) {
                done.countDown();
            }
        });
    }
}
