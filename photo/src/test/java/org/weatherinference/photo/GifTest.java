package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.weatherinference.photo.Fixtures.DECODER;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.cut;
import static org.weatherinference.photo.Fixtures.le16;

import org.junit.jupiter.api.Test;

class GifTest {
    @Test
    void indices_areLookedUp() throws PhotoException {
        byte[] file = bytes(GifFiles.screen(3, 1), GifFiles.frame(0, 0, 3, 1, false, 1, 3, 2), GifFiles.TRAILER);
        Photo photo = DECODER.decode(file);
        assertThat(Drawings.reds(photo)).containsExactly(85, 255, 170);
        assertThat(photo.applied()).containsExactly(Adjustment.PALETTE_TO_RGB);
    }

    /** Noise fills the code table, a plain ground makes codes that name themselves. */
    @Test
    void longCodes_areFollowed() throws PhotoException {
        Photo noise = Drawings.grey(200, 150, (x, y) -> y < 75 ? (x * 7919 + y * 104729) % 251 : 9);
        assertThat(DECODER.decode(GifFiles.written(noise)).rgb()).isEqualTo(noise.rgb());
    }

    @Test
    void onlyTheFirstFrame_isRead() throws PhotoException {
        byte[] file = bytes(
                GifFiles.screen(2, 1),
                GifFiles.frame(0, 0, 2, 1, false, 1, 1),
                GifFiles.frame(0, 0, 2, 1, false, 2, 2),
                GifFiles.TRAILER);
        Photo photo = DECODER.decode(file);
        assertThat(Drawings.reds(photo)).containsExactly(85, 85);
        assertThat(photo.applied()).containsExactly(Adjustment.FIRST_FRAME, Adjustment.PALETTE_TO_RGB);
    }

    @Test
    void brokenLaterFrame_doesNotMatter() throws PhotoException {
        byte[] file = bytes(GifFiles.screen(1, 1), GifFiles.frame(0, 0, 1, 1, false, 2), "nonsense");
        assertThat(Drawings.reds(DECODER.decode(file))).containsExactly(170);
    }

    @Test
    void smallFrame_liesOnWhite() throws PhotoException {
        byte[] file = bytes(GifFiles.screen(3, 2), GifFiles.frame(1, 1, 1, 1, false, 0), GifFiles.TRAILER);
        Photo photo = DECODER.decode(file);
        assertThat(Drawings.reds(photo)).containsExactly(255, 255, 255, 255, 0, 255);
        assertThat(photo.applied()).containsExactly(Adjustment.PALETTE_TO_RGB, Adjustment.ALPHA_ON_WHITE);
    }

    @Test
    void frameLargerThanItsScreen_growsIt() throws PhotoException {
        byte[] file = bytes(GifFiles.screen(1, 1), GifFiles.frame(0, 0, 2, 2, false, 0, 1, 2, 3), GifFiles.TRAILER);
        assertThat(DECODER.header(file).pixels()).isEqualTo(4);
        assertThat(Drawings.reds(DECODER.decode(file))).containsExactly(0, 85, 170, 255);
    }

    @Test
    void transparentIndex_isWhite() throws PhotoException {
        byte[] frame = GifFiles.frame(0, 0, 2, 1, false, 0, 1);
        Photo photo = DECODER.decode(bytes(GifFiles.screen(2, 1), GifFiles.transparent(0), frame, GifFiles.TRAILER));
        assertThat(Drawings.reds(photo)).containsExactly(255, 85);
        assertThat(photo.applied()).containsExactly(Adjustment.PALETTE_TO_RGB, Adjustment.ALPHA_ON_WHITE);
    }

    /** Rows are stored in the order 0 8, 4, 2 6, 1 3 5 7 9. */
    @Test
    void interlaced_isPutInOrder() throws PhotoException {
        byte[] frame = GifFiles.frame(0, 0, 1, 10, true, 0, 0, 1, 2, 2, 3, 3, 3, 3, 3);
        Photo photo = DECODER.decode(bytes(GifFiles.screen(1, 10), frame, GifFiles.TRAILER));
        assertThat(Drawings.reds(photo)).containsExactly(0, 255, 170, 255, 85, 255, 170, 255, 0, 255);
    }

    /** 35 bytes in all. */
    @Test
    void hugeClaim_isTooLarge() {
        byte[] file = bytes(
                "GIF89a",
                le16(65535),
                le16(32767),
                0x80,
                0,
                0,
                0,
                0,
                0,
                255,
                255,
                255,
                0x2c,
                le16(0),
                le16(0),
                le16(65535),
                le16(32767),
                0,
                2,
                1,
                0x44,
                0,
                0x3b,
                0);
        assertThat(file).hasSize(35);
        assertThatExceptionOfType(PhotoTooLargeException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessage("65535 x 32767 is 2147385345 pixels, the limit is 50000000");
    }

    @Test
    void emptyFrame_isMalformed() {
        byte[] file = bytes(GifFiles.screen(5, 5), GifFiles.frame(0, 0, 0, 5, false), GifFiles.TRAILER);
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(file))
                .withMessage("corrupt GIF: its first frame claims 0 x 5 pixels");
    }

    @Test
    void missingPixels_areMalformed() {
        byte[] file = bytes(GifFiles.screen(2, 2), GifFiles.frame(0, 0, 2, 2, false, 1, 1, 1), GifFiles.TRAILER);
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessageStartingWith("corrupt GIF: its picture data ends at offset ")
                .withMessageEndingWith("after 3 of 4 pixels");
    }

    @Test
    void noFrame_isMalformed() {
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(bytes(GifFiles.screen(5, 5), GifFiles.TRAILER)))
                .withMessage("corrupt GIF: it ends at offset 25 without any picture");
    }

    @Test
    void truncated_saysWhereItEnds() {
        byte[] file = bytes(GifFiles.screen(1, 1), GifFiles.frame(0, 0, 1, 1, false, 2));
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(cut(file, 30)))
                .withMessage("truncated GIF: needed 2 bytes at offset 30, file ends at 30");
    }
}
