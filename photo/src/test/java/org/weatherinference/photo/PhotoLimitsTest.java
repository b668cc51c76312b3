package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PhotoLimitsTest {
    private final byte[] file = PhotoEncoder.png(Drawings.landscape(10, 10));

    @Test
    void bytes_areCountedFirst() {
        PhotoDecoder decoder = PhotoDecoder.create(new PhotoLimits(file.length - 1, 1000, 1));
        assertThatExceptionOfType(PhotoTooLargeException.class)
                .isThrownBy(() -> decoder.header(file))
                .withMessage("the file has " + file.length + " bytes, the limit is " + (file.length - 1));
    }

    @Test
    void pixelsUpToTheLimit_pass() throws PhotoException {
        assertThat(PhotoDecoder.create(new PhotoLimits(file.length, 100, 1))
                        .decode(file)
                        .width())
                .isEqualTo(10);
    }

    @Test
    void pixelsBeyondTheLimit_areTooLarge() {
        PhotoDecoder decoder = PhotoDecoder.create(new PhotoLimits(file.length, 99, 1));
        assertThatExceptionOfType(PhotoTooLargeException.class)
                .isThrownBy(() -> decoder.decode(file))
                .satisfies(e -> {
                    assertThat(e.limit()).isEqualTo("pixels");
                    assertThat(e.allowed()).isEqualTo(99);
                    assertThat(e.found()).isEqualTo(100);
                });
    }

    @Test
    void senselessLimits_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PhotoLimits(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PhotoLimits(1, 1_000_000_000, 1));
    }
}
