package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {
    private final List<Integer> results = new ArrayList<>();

    @Test
    void results_comeInOrderThoughTheFirstTakesLongest() {
        try (InOrder<Integer, Integer> work = new InOrder<>(4, InOrderTest::slowFirst)) {
            work.run(IntStream.range(0, 20).iterator(), results::add, () -> false);
        }
        assertThat(results).hasSize(20).isSorted();
    }

    private static int slowFirst(int number) {
        if (number == 0) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return number;
    }

    @Test
    void inputs_areTakenOnlyAFewAhead() {
        AtomicInteger taken = new AtomicInteger();
        try (InOrder<Integer, Integer> work = new InOrder<>(2, number -> number)) {
            work.run(
                    IntStream.iterate(0, number -> taken.incrementAndGet()).iterator(),
                    number -> number < 10,
                    () -> false);
        }
        assertThat(taken).hasValueLessThan(40);
    }

    @Test
    void stopping_endsAfterTheResultAtHand() {
        try (InOrder<Integer, Integer> work = new InOrder<>(2, number -> number)) {
            work.run(IntStream.iterate(0, number -> number + 1).iterator(), results::add, () -> results.size() == 3);
        }
        assertThat(results).containsExactly(0, 1, 2);
    }
}
