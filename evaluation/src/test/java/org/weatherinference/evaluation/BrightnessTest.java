package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.photo.Photo;

class BrightnessTest {
    private static final int SIDE = 64;

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "255, 255, 255, 1", "51, 51, 51, 0.2", "255, 0, 0, 0.299", "0, 255, 0, 0.587"})
    void plainPhoto_isAsBrightAsItsColour(int red, int green, int blue, double brightness) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        assertThat(Brightness.of(Photo.of(SIDE, SIDE, rgb))).isCloseTo(brightness, within(1e-9));
    }

    @Test
    void lampsInTheNight_leaveItDark() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        Arrays.fill(rgb, 0, rgb.length / 8, (byte) 255);
        assertThat(Brightness.of(Photo.of(SIDE, SIDE, rgb)))
                .isCloseTo(0.125, within(0.01))
                .isLessThan(Brightness.DARK);
    }
}
