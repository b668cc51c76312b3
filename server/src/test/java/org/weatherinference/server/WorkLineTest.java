package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
