package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, true, '0 %, 20 %, 40 %, 60 %, 80 %, 100 %'",
        "0.5, 1, true, '50 %, 60 %, 70 %, 80 %, 90 %, 100 %'",
        "0, 0.015, true, '0 %, 0.5 %, 1 %, 1.5 %'",
        "1, 9, false, '2, 4, 6, 8'",
        "1, 2, false, '1, 1.2, 1.4, 1.6, 1.8, 2'",
        "0, 500, false, '0, 100, 200, 300, 400, 500'",
    })
    void ticks_areRoundFigures(double from, double to, boolean shares, String ticks) {
        Scale scale = new Scale(from, to, shares);
        assertThat(String.join(", ", scale.ticks().stream().map(scale::text).toList()))
                .isEqualTo(ticks);
    }

    @ParameterizedTest
    @CsvSource({"0.0107, 0.015", "0.8, 0.8", "437, 500", "0, 1"})
    void top_isTheNextRoundFigure(double most, double top) {
        assertThat(Scale.upTo(most, false).to()).isCloseTo(top, within(1e-9));
    }
}
