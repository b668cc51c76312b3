package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PhotoTest {
    /** Two rows of three pixels: 1 2 3 / 4 5 6, each in all three channels. */
    private final Photo digits = Drawings.grey(3, 2, (x, y) -> 1 + x + 3 * y);

    @Test
    void pixels_areCopiedIn() {
        byte[] rgb = {1, 2, 3};
        Photo photo = Photo.of(1, 1, rgb);
        rgb[0] = 9;
        assertThat(photo.rgb()).containsExactly(1, 2, 3);
    }

    @Test
    void wrongLength_isRefusedWithBothNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Photo.of(2, 2, new byte[11]))
                .withMessage("rgb has 11 bytes, but 2 x 2 pixels take 12");
    }

    @Test
    void emptySize_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Photo.of(0, 2, new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> digits.resize(2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> digits.crop(1, 1, 0, 1));
    }

    @Test
    void copyTo_writesAtThePosition() {
        ByteBuffer target = ByteBuffer.allocate(4).position(1);
        Photo.of(1, 1, new byte[] {1, 2, 3}).copyTo(target);
        assertThat(target.array()).containsExactly(0, 1, 2, 3);
        assertThat(target.hasRemaining()).isFalse();
    }

    @Test
    void crop_keepsTheRectangle() {
        assertThat(Drawings.reds(digits.crop(1, 0, 2, 2))).containsExactly(2, 3, 5, 6);
        assertThat(Drawings.reds(digits.crop(0, 1, 2, 1))).containsExactly(4, 5);
    }

    @Test
    void crop_outside_isRefused() {
        assertThatThrownBy(() -> digits.crop(2, 0, 2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> digits.crop(0, -1, 2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void fitWithin_keepsTheShapeAndNeverEnlarges() {
        Photo wide = Photo.of(300, 100, new byte[300 * 100 * 3]).fitWithin(60);
        assertThat(wide.width()).isEqualTo(60);
        assertThat(wide.height()).isEqualTo(20);
        assertThat(digits.fitWithin(1000)).isSameAs(digits);
        assertThat(Photo.of(300, 1, new byte[900]).fitWithin(3).height()).isEqualTo(1);
    }

    @Test
    void mirror_exchangesLeftAndRight() {
        assertThat(Drawings.reds(digits.mirror())).containsExactly(3, 2, 1, 6, 5, 4);
    }

    @Test
    void mirror_keepsTheOrderOfChannels() {
        assertThat(Photo.of(1, 1, new byte[] {1, 2, 3}).mirror().rgb()).containsExactly(1, 2, 3);
    }
}
