package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.weatherinference.photo.Fixtures.DECODER;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.cut;
import static org.weatherinference.photo.Fixtures.exif;
import static org.weatherinference.photo.WebpFiles.canvas;
import static org.weatherinference.photo.WebpFiles.chunk;
import static org.weatherinference.photo.WebpFiles.chunksOf;
import static org.weatherinference.photo.WebpFiles.file;
import static org.weatherinference.photo.WebpFiles.frame;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WebpTest {
    private static final int ANIMATION = 2;
    private final Photo photo = Drawings.landscape(61, 39);

    @Test
    void lossless_comesBackExactly() throws PhotoException {
        byte[] file = WebpFiles.lossless(photo);
        assertThat(DECODER.decode(file).rgb()).isEqualTo(photo.rgb());
        assertThat(DECODER.header(file)).isEqualTo(new PhotoHeader(PhotoFormat.WEBP, 61, 39, 1, 1));
    }

    @Test
    void lossy_comesBackNearly() throws PhotoException {
        byte[] file = WebpFiles.lossy(photo);
        assertThat(Drawings.difference(DECODER.decode(file), photo)).isLessThan(6);
        assertThat(DECODER.header(file).width()).isEqualTo(61);
    }

    @Test
    void opacity_isLaidOnWhite() throws PhotoException {
        Photo black = Drawings.grey(8, 8, (x, y) -> 0);
        Photo decoded = DECODER.decode(WebpFiles.translucent(black, 55));
        assertThat(IntStream.of(Drawings.reds(decoded))).allMatch(value -> value >= 198 && value <= 202);
        assertThat(decoded.applied()).containsExactly(Adjustment.ALPHA_ON_WHITE);
    }

    @Test
    void exif_turnsUpright() throws PhotoException {
        byte[] file = file(canvas(8, 61, 39), chunksOf(WebpFiles.lossless(photo)), chunk("EXIF", exif(6)));
        Photo decoded = DECODER.decode(file);
        assertThat(decoded.width()).isEqualTo(39);
        assertThat(decoded.applied()).containsExactly(Adjustment.EXIF_ORIENTATION_6);
    }

    @Test
    void exifWithJpegsPrefix_isRead() throws PhotoException {
        byte[] block = bytes("Exif\0\0", exif(8));
        byte[] file = file(canvas(8, 61, 39), chunksOf(WebpFiles.lossless(photo)), chunk("EXIF", block));
        assertThat(DECODER.header(file).orientation()).isEqualTo(8);
    }

    @Test
    void animation_givesItsFirstFrame() throws PhotoException {
        byte[] file = file(canvas(ANIMATION, 61, 39), frame(0, 0, photo), frame(0, 0, photo.mirror()));
        Photo decoded = DECODER.decode(file);
        assertThat(decoded.rgb()).isEqualTo(photo.rgb());
        assertThat(decoded.applied()).containsExactly(Adjustment.FIRST_FRAME);
    }

    @Test
    void smallFrame_liesOnWhite() throws PhotoException {
        Photo black = Drawings.grey(1, 1, (x, y) -> 0);
        Photo decoded = DECODER.decode(file(canvas(ANIMATION, 4, 3), frame(2, 2, black)));
        assertThat(Drawings.reds(decoded)).containsExactly(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 255);
    }

    @Test
    void frameOutsideItsCanvas_isMalformed() {
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(file(canvas(ANIMATION, 61, 39), frame(2, 0, photo))))
                .withMessage("corrupt WEBP: a frame of 61 x 39 pixels does not fit its canvas of 61 x 39");
    }

    @Test
    void hugeCanvas_isTooLarge() {
        byte[] file = file(canvas(ANIMATION, 16000, 16000), frame(0, 0, photo));
        assertThatExceptionOfType(PhotoTooLargeException.class).isThrownBy(() -> DECODER.decode(file));
    }

    @Test
    void truncated_saysWhereItEnds() {
        byte[] file = WebpFiles.lossy(photo);
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(cut(file, 100)))
                .withMessage("truncated WEBP: needed " + file.length + " bytes at offset 0, file ends at 100");
    }

    @Test
    void corruptData_isMalformed() {
        byte[] file = WebpFiles.lossless(photo);
        java.util.Arrays.fill(file, 30, file.length, (byte) 0x55);
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessageStartingWith("corrupt WEBP");
    }

    @Test
    void noPicture_isMalformed() {
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(file(canvas(0, 5, 5))))
                .withMessage("corrupt WEBP: it holds no picture data (VP8, VP8L)");
    }
}
