package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.weatherinference.photo.Fixtures.DECODER;
import static org.weatherinference.photo.Fixtures.be16;
import static org.weatherinference.photo.Fixtures.be32;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.cut;
import static org.weatherinference.photo.Fixtures.insert;

import org.junit.jupiter.api.Test;

class PngTest {
    private static final byte[] NOTHING = {};

    @Test
    void oneBit_isBlackAndWhite() throws PhotoException {
        Photo photo = DECODER.decode(PngFiles.file(9, 1, 1, 0, 0, NOTHING, bytes(0, 0b10100000, 0b10000000)));
        assertThat(Drawings.reds(photo)).containsExactly(255, 0, 255, 0, 0, 0, 0, 0, 255);
        assertThat(photo.applied()).containsExactly(Adjustment.GREY_TO_RGB);
    }

    @Test
    void sixteenBits_loseTheirLowByte() throws PhotoException {
        byte[] file = PngFiles.file(1, 1, 16, 2, 0, NOTHING, bytes(0, 10, 255, 20, 0, 30, 128));
        Photo photo = DECODER.decode(file);
        assertThat(photo.rgb()).containsExactly(10, 20, 30);
        assertThat(photo.applied()).containsExactly(Adjustment.DEPTH_16_TO_8);
    }

    @Test
    void fourBitPalette_isLookedUp() throws PhotoException {
        byte[] palette = PngFiles.chunk("PLTE", bytes(1, 2, 3, 4, 5, 6));
        Photo photo = DECODER.decode(PngFiles.file(3, 1, 4, 3, 0, palette, bytes(0, 0x10, 0x10)));
        assertThat(photo.rgb()).containsExactly(4, 5, 6, 1, 2, 3, 4, 5, 6);
        assertThat(photo.applied()).containsExactly(Adjustment.PALETTE_TO_RGB);
    }

    @Test
    void transparentPaletteEntry_isWhite() throws PhotoException {
        byte[] chunks = bytes(PngFiles.chunk("PLTE", bytes(1, 2, 3, 4, 5, 6)), PngFiles.chunk("tRNS", bytes(0)));
        Photo photo = DECODER.decode(PngFiles.file(2, 1, 8, 3, 0, chunks, bytes(0, 0, 1)));
        assertThat(photo.rgb()).containsExactly(-1, -1, -1, 4, 5, 6);
        assertThat(photo.applied()).containsExactly(Adjustment.PALETTE_TO_RGB, Adjustment.ALPHA_ON_WHITE);
    }

    @Test
    void transparentGrey_isWhite() throws PhotoException {
        byte[] chunk = PngFiles.chunk("tRNS", be16(5));
        Photo photo = DECODER.decode(PngFiles.file(2, 1, 4, 0, 0, chunk, bytes(0, 0x56)));
        assertThat(Drawings.reds(photo)).containsExactly(255, 102);
    }

    @Test
    void transparentColour_isWhiteWhereAllSamplesMatch() throws PhotoException {
        byte[] chunk = PngFiles.chunk("tRNS", bytes(be16(1), be16(2), be16(3)));
        Photo photo = DECODER.decode(PngFiles.file(2, 1, 8, 2, 0, chunk, bytes(0, 1, 2, 3, 1, 2, 4)));
        assertThat(photo.rgb()).containsExactly(-1, -1, -1, 1, 2, 4);
    }

    /** 0, 51 and 100 per cent of black on white. */
    @Test
    void opacity_mixesWithWhite() throws PhotoException {
        Photo photo = DECODER.decode(PngFiles.file(3, 1, 8, 4, 0, NOTHING, bytes(0, 0, 0, 0, 130, 0, 255)));
        assertThat(Drawings.reds(photo)).containsExactly(255, 125, 0);
        assertThat(photo.applied()).containsExactly(Adjustment.GREY_TO_RGB, Adjustment.ALPHA_ON_WHITE);
    }

    @Test
    void opaqueAlpha_isNotMentioned() throws PhotoException {
        byte[] file = PngFiles.file(1, 1, 8, 6, 0, NOTHING, bytes(0, 1, 2, 3, 255));
        assertThat(DECODER.decode(file).applied()).isEmpty();
    }

    /** Each filter on rows of 10 20 30, 11 22 33 and so on. */
    @Test
    void filters_areUndone() throws PhotoException {
        byte[] rows = bytes(0, 10, 20, 30, 1, 11, 11, 11, 2, 1, 2, 3, 3, 7, 12, 12, 4, 1, 1, 1);
        Photo photo = DECODER.decode(PngFiles.file(3, 5, 8, 0, 0, NOTHING, rows));
        assertThat(Drawings.reds(photo)).containsExactly(10, 20, 30, 11, 22, 33, 12, 24, 36, 13, 30, 45, 14, 31, 46);
    }

    /** One pixel in each of the passes 1, 2, 4 and 6, and the second row in pass 7. */
    @Test
    void interlaced_isPutInOrder() throws PhotoException {
        byte[] rows = bytes(0, 1, 0, 5, 0, 3, 0, 2, 4, 0, 6, 7, 8, 9, 10);
        Photo photo = DECODER.decode(PngFiles.file(5, 2, 8, 0, 1, NOTHING, rows));
        assertThat(Drawings.reds(photo)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void splitData_isJoined() throws PhotoException {
        byte[] data = PngFiles.deflate(bytes(0, 1, 2, 3));
        byte[] file = bytes(PngFiles.SIGNATURE, PngFiles.header(3, 1, 8, 0, 0));
        for (byte one : data) {
            file = bytes(file, PngFiles.chunk("IDAT", new byte[] {one}), PngFiles.chunk("IDAT", NOTHING));
        }
        assertThat(Drawings.reds(DECODER.decode(bytes(file, PngFiles.chunk("IEND", NOTHING)))))
                .containsExactly(1, 2, 3);
    }

    @Test
    void missingRows_areMalformed() {
        byte[] file = PngFiles.file(3, 2, 8, 0, 0, NOTHING, bytes(0, 1, 2, 3));
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessage("corrupt PNG: its picture data ends before the last row");
    }

    @Test
    void wrongChecksum_isMalformed() {
        byte[] file = PngFiles.file(3, 1, 8, 0, 0, NOTHING, bytes(0, 1, 2, 3));
        file[45]++;
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(file))
                .withMessage("corrupt PNG: wrong checksum of chunk IDAT at offset 33");
    }

    @Test
    void dataThatDoesNotInflate_isMalformed() {
        byte[] file = bytes(
                PngFiles.SIGNATURE,
                PngFiles.header(3, 1, 8, 0, 0),
                PngFiles.chunk("IDAT", bytes("no zlib stream")),
                PngFiles.chunk("IEND", NOTHING));
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessageStartingWith("corrupt PNG: its picture data does not inflate");
    }

    @Test
    void truncated_saysWhereItEnds() {
        byte[] file = PngFiles.file(3, 1, 8, 0, 0, NOTHING, bytes(0, 1, 2, 3));
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(cut(file, 45)))
                .withMessageStartingWith("truncated PNG: needed")
                .withMessageEndingWith("at offset 33, file ends at 45");
    }

    @Test
    void twentyThousandSquare_isTooLarge() {
        byte[] file = PngFiles.file(20000, 20000, 8, 2, 0, NOTHING, bytes(0));
        assertThatExceptionOfType(PhotoTooLargeException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessage("20000 x 20000 is 400000000 pixels, the limit is 50000000");
    }

    @Test
    void negativeSize_isMalformed() {
        byte[] file = PngFiles.file(-1, 0, 8, 2, 0, NOTHING, bytes(0));
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(file))
                .withMessage("corrupt PNG: its header claims 4294967295 x 0 pixels");
    }

    @Test
    void animation_givesItsStillPicture() throws PhotoException {
        byte[] control = PngFiles.chunk("acTL", bytes(be32(2), be32(0)));
        Photo photo =
                DECODER.decode(insert(PhotoEncoder.png(Drawings.landscape(5, 5)), PngFiles.AFTER_HEADER, control));
        assertThat(photo.applied()).containsExactly(Adjustment.FIRST_FRAME);
    }

    @Test
    void unknownCriticalChunk_isMalformed() {
        byte[] file = PhotoEncoder.png(Drawings.landscape(5, 5));
        byte[] strange = insert(file, PngFiles.AFTER_HEADER, PngFiles.chunk("ABCD", NOTHING));
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(strange))
                .withMessage("corrupt PNG: unknown critical chunk at offset 33");
    }
}
