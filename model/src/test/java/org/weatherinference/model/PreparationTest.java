package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.weatherinference.model.Explanation.Region;
import org.weatherinference.photo.Photo;

class PreparationTest {
    @Test
    void squash_usesWholePhoto() {
        var preparation = new Preparation(8, 4, Preparation.Fit.SQUASH);
        Photo photo = Fixtures.plain(30, 50, 1, 2, 3);
        assertThat(preparation.used(photo)).isEqualTo(new Region(0, 0, 30, 50));
        assertThat(preparation.prepare(photo).width()).isEqualTo(8);
        assertThat(preparation.prepare(photo).height()).isEqualTo(4);
    }

    @Test
    void cropOfTallPhoto_usesItsMiddle() {
        var preparation = new Preparation(8, 4, Preparation.Fit.CROP);
        assertThat(preparation.used(Fixtures.plain(30, 50, 1, 2, 3))).isEqualTo(new Region(0, 17, 30, 15));
    }

    @Test
    void cropOfWidePhoto_cutsSidesAway() {
        var preparation = new Preparation(4, 4, Preparation.Fit.CROP);
        Photo photo = Fixtures.redPart(40, 10, new Region(15, 0, 10, 10));
        var pixels = new byte[4 * 4 * 3];
        preparation.prepare(photo).copyTo(ByteBuffer.wrap(pixels));
        for (int i = 0; i < pixels.length; i += 3) {
            assertThat(pixels[i]).isEqualTo((byte) 255);
        }
    }

    @Test
    void cropOfThinPhoto_isNeverEmpty() {
        var preparation = new Preparation(4096, 1, Preparation.Fit.CROP);
        assertThat(preparation.used(Fixtures.plain(3, 100, 0, 0, 0))).isEqualTo(new Region(0, 49, 3, 1));
    }

    @Test
    void sideOfZero_isRefused() {
        assertThatThrownBy(() -> new Preparation(8, 0, Preparation.Fit.CROP))
                .hasMessage("preparation height is 0, must be 1 to 4096");
    }
}
