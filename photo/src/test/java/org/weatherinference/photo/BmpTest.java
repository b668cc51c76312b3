package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.weatherinference.photo.Fixtures.DECODER;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.cut;
import static org.weatherinference.photo.Fixtures.le16;
import static org.weatherinference.photo.Fixtures.le32;

import org.junit.jupiter.api.Test;

class BmpTest {
    private static final byte[] NOTHING = {};

    @Test
    void rows_standFromBelow() throws PhotoException {
        assertThat(Drawings.reds(DECODER.decode(BmpFiles.small()))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void negativeHeight_standsFromAbove() throws PhotoException {
        byte[] file = BmpFiles.file(1, -2, 24, 0, NOTHING, bytes(1, 1, 1, 0, 2, 2, 2, 0));
        assertThat(Drawings.reds(DECODER.decode(file))).containsExactly(1, 2);
    }

    @Test
    void blue_isStoredFirst() throws PhotoException {
        assertThat(DECODER.decode(BmpFiles.file(1, 1, 24, 0, NOTHING, bytes(1, 2, 3, 0)))
                        .rgb())
                .containsExactly(3, 2, 1);
    }

    @Test
    void palette_isLookedUp() throws PhotoException {
        byte[] palette = bytes(1, 2, 3, 0, 4, 5, 6, 0);
        Photo photo = DECODER.decode(BmpFiles.file(3, 1, 1, 0, palette, bytes(0b01000000, 0, 0, 0)));
        assertThat(photo.rgb()).containsExactly(3, 2, 1, 6, 5, 4, 3, 2, 1);
        assertThat(photo.applied()).containsExactly(Adjustment.PALETTE_TO_RGB);
    }

    @Test
    void fourBitPalette_readsTheHighHalfFirst() throws PhotoException {
        byte[] palette = bytes(10, 10, 10, 0, 20, 20, 20, 0, 30, 30, 30, 0);
        Photo photo = DECODER.decode(BmpFiles.file(3, 1, 4, 0, palette, bytes(0x21, 0x00, 0, 0)));
        assertThat(Drawings.reds(photo)).containsExactly(30, 20, 10);
    }

    @Test
    void sixteenBits_areStretched() throws PhotoException {
        Photo photo = DECODER.decode(BmpFiles.file(2, 1, 16, 0, NOTHING, bytes(le16(0x7c00), le16(0x0200))));
        assertThat(photo.rgb()).containsExactly(-1, 0, 0, 0, (byte) 132, 0);
    }

    @Test
    void bitFields_areFollowed() throws PhotoException {
        byte[] masks = bytes(le32(0xff), le32(0xff00), le32(0xff0000));
        assertThat(DECODER.decode(BmpFiles.file(1, 1, 32, 3, masks, bytes(1, 2, 3, 4)))
                        .rgb())
                .containsExactly(1, 2, 3);
    }

    @Test
    void opacity_isLaidOnWhite() throws PhotoException {
        byte[] masks = bytes(le32(0xff0000), le32(0xff00), le32(0xff), le32(0xff000000));
        Photo photo = DECODER.decode(BmpFiles.file(2, 1, 32, 6, masks, bytes(1, 2, 3, 0, 1, 2, 3, 255)));
        assertThat(photo.rgb()).containsExactly(-1, -1, -1, 3, 2, 1);
        assertThat(photo.applied()).containsExactly(Adjustment.ALPHA_ON_WHITE);
    }

    @Test
    void opacityOfZeroEverywhere_meansOpaque() throws PhotoException {
        byte[] masks = bytes(le32(0xff0000), le32(0xff00), le32(0xff), le32(0xff000000));
        assertThat(DECODER.decode(BmpFiles.file(1, 1, 32, 6, masks, bytes(1, 2, 3, 0)))
                        .rgb())
                .containsExactly(3, 2, 1);
    }

    @Test
    void oldHeader_isRead() throws PhotoException {
        byte[] file =
                bytes("BM", le32(30), le32(0), le32(26), le32(12), le16(1), le16(1), le16(1), le16(24), 7, 8, 9, 0);
        assertThat(DECODER.decode(file).rgb()).containsExactly(9, 8, 7);
    }

    @Test
    void compressed_isUnsupported() {
        byte[] file = BmpFiles.file(1, 1, 8, 1, NOTHING, bytes(1, 0, 0, 1));
        assertThatExceptionOfType(UnsupportedPhotoException.class)
                .isThrownBy(() -> DECODER.header(file))
                .satisfies(e -> assertThat(e.format()).isEqualTo("compressed BMP"));
    }

    @Test
    void truncated_saysWhereItEnds() {
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(cut(BmpFiles.small(), 64)))
                .withMessage("truncated BMP: needed 16 bytes at offset 54, file ends at 64");
    }

    @Test
    void hugeClaim_isRefusedBeforeMemoryIsTaken() {
        byte[] file = BmpFiles.file(Integer.MAX_VALUE, Integer.MAX_VALUE, 32, 0, NOTHING, bytes(0));
        assertThatExceptionOfType(PhotoException.class).isThrownBy(() -> DECODER.decode(file));
    }
}
