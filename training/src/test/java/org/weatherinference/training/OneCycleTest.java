package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OneCycleTest {
    private static final Offset<Double> NEAR = within(1e-9);
    private final OneCycle cycle = new OneCycle(0.5, 100);

    @Test
    void start_isATwentyFifth() {
        assertThat(cycle.rate(0)).isCloseTo(0.02, NEAR);
    }

    @Test
    void quarter_isTheMost() {
        assertThat(cycle.rate(25)).isCloseTo(0.5, NEAR);
    }

    @Test
    void end_isAlmostNothing() {
        assertThat(cycle.rate(100)).isCloseTo(0.5 * 1e-5, NEAR);
    }

    @Test
    void cosineIsHalfWayInTheMiddleOfTheFall() {
        assertThat(new OneCycle(1, 1000).rate(625)).isCloseTo((1 + 1e-5) / 2, NEAR);
    }

    @Test
    void rate_risesOnceAndFallsOnce() {
        for (int step = 0; step < 100; step++) {
            if (step < 25) {
                assertThat(cycle.rate(step + 1)).isGreaterThan(cycle.rate(step));
            } else {
                assertThat(cycle.rate(step + 1)).isLessThan(cycle.rate(step));
            }
        }
    }
}
