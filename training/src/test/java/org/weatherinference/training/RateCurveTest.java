package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.weatherinference.training.RateCurve.Point;

class RateCurveTest {
    /** Falls, lies flat and takes off, with the noise of batches. */
    private static List<Point> steps(double noise) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, 80)
                .mapToObj(i -> {
                    double loss = i < 40 ? 1 - i / 80.0 : 0.5 + (i - 40) * (i - 40) / 400.0;
                    return new Point(1e-5 * Math.pow(10, i / 20.0), loss + random.nextDouble(-noise, noise));
                })
                .toList();
    }

    @Test
    void suggestion_isTheMiddleOfTheFloor() {
        assertThat(RateCurve.of(steps(1e-9)).suggestion()).isBetween(6e-4, 1.3e-3);
    }

    @Test
    void noise_movesItLittle() {
        assertThat(RateCurve.of(steps(0.15)).suggestion()).isBetween(4e-4, 2e-3);
    }

    @Test
    void suggestion_hasTwoDigits() {
        double suggestion = RateCurve.of(steps(0.15)).suggestion();
        assertThat(Double.toString(suggestion).replaceAll("E.*|[.]", "").replaceAll("^0+|0+$", ""))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void oneStep_isItsOwnSuggestion() {
        assertThat(RateCurve.of(List.of(new Point(1e-5, 0.7))).suggestion()).isEqualTo(1e-5);
    }
}
