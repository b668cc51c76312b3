package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {
    /** Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3. */
    @ParameterizedTest
    @CsvSource({"263, 81, 0.2553, 0.3662", "148, 15, 0.0624, 0.1605", "20, 0, 0.0000, 0.1611", "29, 1, 0.0061, 0.1718"})
    void interval_isWilsons(int photos, int wrong, double low, double high) {
        Tally tally = new Tally(photos, wrong);
        assertThat(tally.low()).isCloseTo(low, within(0.00005));
        assertThat(tally.high()).isCloseTo(high, within(0.00005));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "7, 7", "8606, 0", "8606, 8606", "49, 49"})
    void interval_staysWithinZeroAndOne(int photos, int wrong) {
        Tally tally = new Tally(photos, wrong);
        assertThat(tally.low()).isBetween(0.0, tally.error());
        assertThat(tally.high()).isBetween(tally.error(), 1.0);
    }
}
