package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.weatherinference.photo.Fixtures.DECODER;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.cut;
import static org.weatherinference.photo.Fixtures.exif;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegTest {
    private final Photo photo = Drawings.landscape(161, 97);

    @Test
    void progressive_decodes() throws PhotoException {
        byte[] file = JpegFiles.progressive(photo);
        assertThat(Drawings.difference(DECODER.decode(file), photo)).isLessThan(4);
        assertThat(DECODER.header(file).scans()).isGreaterThan(5);
    }

    @Test
    void header_saysWhatIsStored() throws PhotoException {
        byte[] file = JpegFiles.withExif(JpegFiles.baseline(photo), exif(6));
        assertThat(DECODER.header(file)).isEqualTo(new PhotoHeader(PhotoFormat.JPEG, 161, 97, 6, 1));
        assertThat(DECODER.header(file).uprightWidth()).isEqualTo(97);
    }

    @Test
    void grey_becomesThreeEqualChannels() throws PhotoException {
        Photo grey = Drawings.grey(40, 30, (x, y) -> 5 * x);
        Photo decoded = DECODER.decode(JpegFiles.grey(grey));
        assertThat(Drawings.difference(decoded, grey)).isLessThan(2);
        assertThat(decoded.applied()).containsExactly(Adjustment.GREY_TO_RGB);
    }

    /** Adobe stores ink inverted: 255 is none. No cyan, half magenta, all yellow, a fifth black. */
    @Test
    void adobeCmyk_becomesLight() throws PhotoException {
        Photo decoded = DECODER.decode(JpegFiles.fourComponents(0, 255, 128, 0, 204));
        assertThat(decoded.applied()).containsExactly(Adjustment.CMYK_TO_RGB);
        assertThatColour(decoded, 204, 102, 0);
    }

    /** The luminance is that of the inverted ink: 0 leaves the paper white. */
    @Test
    void adobeYcck_becomesLight() throws PhotoException {
        assertThatColour(DECODER.decode(JpegFiles.fourComponents(2, 255, 128, 128, 255)), 0, 0, 0);
        assertThatColour(DECODER.decode(JpegFiles.fourComponents(2, 0, 128, 128, 255)), 255, 255, 255);
    }

    private static void assertThatColour(Photo photo, int red, int green, int blue) {
        Photo even = Drawings.colour(16, 16, (x, y) -> red, (x, y) -> green, (x, y) -> blue);
        assertThat(Drawings.difference(photo, even)).isLessThan(2);
    }

    @Test
    void cmykWithoutMarker_isUnsupported() {
        assertThatExceptionOfType(UnsupportedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(JpegFiles.fourComponentsWithoutMarker(255, 128, 0, 204)))
                .withMessageContaining("CMYK JPEG without an Adobe marker");
    }

    @ParameterizedTest
    @CsvSource({"0xc1, 12, 12-bit JPEG", "0xc3, 8, lossless JPEG", "0xc9, 8, arithmetic-coded JPEG"})
    void unreadVariant_isNamed(String marker, int bits, String name) {
        byte[] file = JpegFiles.withFrame(JpegFiles.baseline(photo), Integer.decode(marker), bits);
        assertThatExceptionOfType(UnsupportedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .satisfies(e -> assertThat(e.format()).isEqualTo(name));
    }

    @Test
    void truncated_saysWhereItEnds() {
        byte[] file = JpegFiles.baseline(photo);
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(cut(file, 2000)))
                .withMessage("truncated JPEG: no end-of-image marker, file ends at 2000");
    }

    /** An end-of-image marker alone proves nothing. */
    @Test
    void truncatedButClosed_isMalformed() {
        byte[] file = bytes(cut(JpegFiles.baseline(photo), 2000), 0xff, 0xd9);
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessageStartingWith("corrupt JPEG");
    }

    @Test
    void bytesAfterTheEnd_areIgnored() throws PhotoException {
        byte[] file = JpegFiles.baseline(photo);
        byte[] polyglot = bytes(file, "PK\u0003\u0004 <html> %PDF", 0xff, 0xd8, 0xff);
        assertThat(DECODER.decode(polyglot).rgb())
                .isEqualTo(DECODER.decode(file).rgb());
    }

    @Test
    void zeroWidth_isMalformed() {
        byte[] file = JpegFiles.withSize(JpegFiles.baseline(photo), 0, 97);
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(file))
                .withMessage("corrupt JPEG: its frame header claims 0 x 97 pixels");
    }

    @Test
    void hugeClaim_isTooLargeBeforeDecoding() {
        byte[] file = JpegFiles.withSize(JpegFiles.baseline(photo), 20000, 14000);
        assertThatExceptionOfType(PhotoTooLargeException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessageContaining("20000 x 14000 is 280000000 pixels, the limit is 50000000");
    }

    @Test
    void manyScans_areTooLarge() {
        byte[] progressive = JpegFiles.progressive(photo);
        byte[] file = JpegFiles.withRepeatedScans(progressive, 873);
        assertThatExceptionOfType(PhotoTooLargeException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .satisfies(e -> {
                    assertThat(e.limit()).isEqualTo("scans");
                    assertThat(e.found()).isBetween(873L, 900L);
                    assertThat(e.allowed()).isEqualTo(100);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "21, 13, 21, 13",
        "22, 13, 41, 25",
        "41, 25, 41, 25",
        "41, 26, 81, 49",
        "82, 1, 161, 97",
        "500, 500, 161, 97"
    })
    void scaledDecoding_coversWhatIsAskedFor(int wantedWidth, int wantedHeight, int width, int height)
            throws PhotoException {
        Photo scaled = DECODER.decode(JpegFiles.baseline(photo), wantedWidth, wantedHeight);
        assertThat(scaled.width()).isEqualTo(width);
        assertThat(scaled.height()).isEqualTo(height);
        assertThat(Drawings.difference(scaled, photo.resize(width, height))).isLessThan(6);
    }

    @Test
    void scaledDecoding_countsInUprightTerms() throws PhotoException {
        byte[] file = JpegFiles.withExif(JpegFiles.baseline(photo), exif(6));
        Photo scaled = DECODER.decode(file, 25, 41);
        assertThat(scaled.width()).isEqualTo(25);
        assertThat(scaled.height()).isEqualTo(41);
        assertThat(DECODER.decode(file, 41, 25).width()).isEqualTo(49);
    }

    @Test
    void decoding_isRepeatable() throws PhotoException {
        byte[] file = JpegFiles.baseline(photo);
        assertThat(DECODER.decode(file, 30, 30).rgb())
                .isEqualTo(DECODER.decode(file, 30, 30).rgb());
    }

    @Test
    void secondExifBlock_doesNotCount() throws PhotoException {
        byte[] file = JpegFiles.withExif(JpegFiles.withExif(JpegFiles.baseline(photo), exif(3)), exif(6));
        assertThat(DECODER.header(file).orientation()).isEqualTo(6);
    }

    @Test
    void noScan_isMalformed() {
        byte[] file = JpegFiles.baseline(photo);
        int scan = Fixtures.indexOf(file, bytes(0xff, 0xda));
        byte[] headers = bytes(Arrays.copyOf(file, scan), 0xff, 0xd9);
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.header(headers))
                .withMessageStartingWith("corrupt JPEG: it holds no picture");
    }
}
