package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkLineTest {
    @Test
    void requestsThatWaitTooLong_areTurnedAway_andTheirWorkIsNotBegun() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean begun = new AtomicBoolean();
        try (WorkLine line = new WorkLine(1, 4, Duration.ofSeconds(1));
                WorkLine.Place slow = line.enter();
                WorkLine.Place behind = line.enter()) {
            Future<Boolean> atWork = slow.submit(() -> goOn.await(1, TimeUnit.MINUTES));
            Future<String> waiting = behind.submit(() -> {
                begun.set(true);
                return "sunny";
            });
            assertTooLate(slow, atWork);
            assertTooLate(behind, waiting);
            goOn.countDown();
            try (WorkLine.Place next = line.enter()) {
                assertThat(next.await(next.submit(() -> "rain"))).isEqualTo("rain");
            }
            assertThat(begun).isFalse();
        }
    }

    @Test
    void requestsThatWaitWhenItCloses_areToldSo() throws Exception {
        WorkLine line = new WorkLine(1, 4, Duration.ofMinutes(1));
        try (WorkLine.Place place = line.enter()) {
            var _ = place.submit(() -> new CountDownLatch(1).await(1, TimeUnit.MINUTES));
            Future<String> waiting = place.submit(() -> "sunny");
            line.close();
            assertThatThrownBy(() -> place.await(waiting))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("shutting down");
        }
    }

    /** Whose caches are warm. */
    @Test
    void photosOneAfterTheOther_areWorkedOnByOneThread() throws Exception {
        try (WorkLine line = new WorkLine(4, 4, Duration.ofSeconds(20));
                WorkLine.Place place = line.enter()) {
            Set<String> threads = new HashSet<>();
            for (int photo = 0; photo < 20; photo++) {
                threads.add(
                        place.await(place.submit(() -> Thread.currentThread().getName())));
                Thread.sleep(10); // until it waits again
            }
            assertThat(threads).singleElement().asString().startsWith("classify-");
        }
    }

    @Test
    void asManyPhotosAsThreads_areWorkedOnAtOnce() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        try (WorkLine line = new WorkLine(2, 4, Duration.ofSeconds(20));
                WorkLine.Place place = line.enter()) {
            Callable<Boolean> meeting = () -> {
                both.countDown();
                return both.await(10, TimeUnit.SECONDS);
            };
            Future<Boolean> first = place.submit(meeting);
            assertThat(place.await(place.submit(meeting))).isTrue();
            assertThat(place.await(first)).isTrue();
        }
    }

    private static void assertTooLate(WorkLine.Place place, Future<?> result) {
        assertThatThrownBy(() -> place.await(result))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().status()).isEqualTo(503))
                .hasMessageContaining("not ready within 1 s");
    }

    @Test
    void photoWithoutMemory_isToComeAgain_andTheNextIsAnswered() throws Exception {
        try (WorkLine line = new WorkLine(1, 4, Duration.ofSeconds(20));
                WorkLine.Place place = line.enter()) {
            Future<String> large = place.submit(() -> {
                throw new OutOfMemoryError("Java heap space");
            });
            assertThatThrownBy(() -> place.await(large))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.problem().status()).isEqualTo(503);
                        assertThat(problem.retryAfter()).isEqualTo(1);
                    })
                    .hasMessageContaining("not enough memory");
            assertThat(place.await(place.submit(() -> "sunny"))).isEqualTo("sunny");
        }
    }
}
