package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WorkLineTest {
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
