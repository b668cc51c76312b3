package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PhotoEncoderTest {
    private final Photo photo = Drawings.landscape(37, 23);
    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);

    @Test
    void png_comesBackExactly() throws PhotoException {
        Photo back = decoder.decode(PhotoEncoder.png(photo));
        assertThat(back.width()).isEqualTo(37);
        assertThat(back.height()).isEqualTo(23);
        assertThat(back.rgb()).isEqualTo(photo.rgb());
        assertThat(back.applied()).isEmpty();
    }

    @Test
    void jpeg_comesBackNearly() throws PhotoException {
        Photo back = decoder.decode(PhotoEncoder.jpeg(photo, 95));
        assertThat(Drawings.difference(back, photo)).isLessThan(3);
    }

    @Test
    void jpegQuality_decidesTheSize() {
        assertThat(PhotoEncoder.jpeg(photo, 20)).hasSizeLessThan(PhotoEncoder.jpeg(photo, 95).length);
    }

    @Test
    void qualityOutOfRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhotoEncoder.jpeg(photo, 101))
                .withMessage("quality must be 1 to 100, not 101");
    }
}
