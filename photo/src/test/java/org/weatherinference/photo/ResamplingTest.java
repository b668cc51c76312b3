package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    /** The expected values are Pillow's, {@code Image.resize(size, BILINEAR)}. */
    @Test
    void rows_scaleAsInPillow() {
        assertThat(row(4, 0, 255)).containsExactly(0, 64, 191, 255);
        assertThat(row(2, 0, 100, 200, 50, 30)).containsExactly(89, 80);
        assertThat(row(3, 10, 20, 30, 40, 50, 60, 70)).containsExactly(19, 40, 61);
        assertThat(row(3, 0, 0, 255, 0, 0)).containsExactly(0, 142, 0);
    }

    @Test
    void columns_scaleAsRowsDo() {
        Photo upright = Drawings.grey(1, 5, (x, y) -> y * y * 10);
        Photo lying = Drawings.grey(5, 1, (x, y) -> x * x * 10);
        assertThat(upright.resize(1, 3).rgb()).isEqualTo(lying.resize(3, 1).rgb());
    }

    @Test
    void evenColour_staysExactly() {
        Photo white = Drawings.grey(97, 61, (x, y) -> 255);
        assertThat(Drawings.reds(white.resize(13, 200))).containsOnly(255);
    }

    @Test
    void sameSize_staysExactly() {
        Photo photo = Drawings.landscape(31, 17);
        assertThat(photo.resize(31, 17)).isSameAs(photo);
    }

    @Test
    void channels_doNotMix() {
        Photo photo = Drawings.colour(9, 9, (x, y) -> 200, (x, y) -> 100, (x, y) -> 0);
        assertThat(photo.resize(1, 1).rgb()).containsExactly((byte) 200, (byte) 100, (byte) 0);
    }

    /** With one row of 0 and 255 in turn a filter that skips pixels would show stripes. */
    @Test
    void shrinking_countsEveryPixel() {
        Photo stripes = Drawings.grey(400, 4, (x, y) -> x % 2 * 255);
        assertThat(IntStream.of(Drawings.reds(stripes.resize(10, 4)))).allMatch(value -> value >= 126 && value <= 129);
    }

    private static int[] row(int newWidth, int... values) {
        return Drawings.reds(
                Drawings.grey(values.length, 1, (x, y) -> values[x]).resize(newWidth, 1));
    }
}
