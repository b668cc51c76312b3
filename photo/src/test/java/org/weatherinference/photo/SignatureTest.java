package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.weatherinference.photo.Fixtures.DECODER;
import static org.weatherinference.photo.Fixtures.bytes;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureTest {
    static Stream<Arguments> foreign() {
        return Stream.of(
                Arguments.of("HEIC", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"),
                Arguments.of("AVIF", "\0\0\0 ftypavif\0\0\0\0"),
                Arguments.of("MP4 or QuickTime video", "\0\0\0 ftypisom\0\0\2\0"),
                Arguments.of("CR3 (camera raw)", "\0\0\0\u0018ftypcrx \0\0\0\1"),
                Arguments.of("TIFF or camera raw", "II*\0\u0008\0\0\0"),
                Arguments.of("TIFF or camera raw", "MM\0*\0\0\0\u0008"),
                Arguments.of("CR2 (camera raw)", "II*\0\u0010\0\0\0CR\2\0"),
                Arguments.of("SVG", "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
                Arguments.of("SVG", "  <svg width=\"1\"/>"),
                Arguments.of("HTML", "\n<!DOCTYPE HTML><html><body>"),
                Arguments.of("XML", "<?xml version=\"1.0\"?><a/>"),
                Arguments.of("PDF", "%PDF-1.7\n"),
                Arguments.of("ICO (icon)", "\0\0\1\0\1\0"),
                Arguments.of("JPEG 2000", "\0\0\0\fjP  \r\n\u0087\n"),
                Arguments.of("JPEG XL", "\u00ff\n\u00fa\u001f"),
                Arguments.of("PSD (Photoshop)", "8BPS\0\1"),
                Arguments.of("ZIP", "PK\3\4\u0014\0"),
                Arguments.of("Matroska or WebM video", "\u001aE\u00df\u00a3"),
                Arguments.of("AVI video", "RIFF\0\0\0\0AVI LIST"));
    }

    @ParameterizedTest
    @MethodSource
    void foreign(String name, String start) {
        assertThatExceptionOfType(UnsupportedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(bytes(start)))
                .withMessage(name + " is not read: JPEG, PNG, WebP, GIF and BMP are read")
                .satisfies(e -> assertThat(e.format()).isEqualTo(name));
    }

    @Test
    void emptyFile_isNoPicture() {
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(new byte[0]))
                .withMessage("not a picture: the file is empty");
    }

    @Test
    void text_isNoPicture() {
        assertThatExceptionOfType(MalformedPhotoException.class)
                .isThrownBy(() -> DECODER.decode(bytes("BMW drove past in the rain.")))
                .withMessageStartingWith("not a picture");
    }
}
