package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weatherinference.photo.Fixtures.DECODER;
import static org.weatherinference.photo.Fixtures.be16;
import static org.weatherinference.photo.Fixtures.be32;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.exif;
import static org.weatherinference.photo.Fixtures.le16;
import static org.weatherinference.photo.Fixtures.le32;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExifOrientationTest {
    /** Stored rows are 1 2 3 and 4 5 6; the orientation says where row 0 and column 0 belong (Exif 2.32, 4.6.4). */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 123456",
        "2, 3, 321654",
        "3, 3, 654321",
        "4, 3, 456123",
        "5, 2, 142536",
        "6, 2, 415263",
        "7, 2, 635241",
        "8, 2, 362514"
    })
    void orientation_turnsUpright(int orientation, int width, String expected) throws PhotoException {
        Photo stored = Drawings.grey(3, 2, (x, y) -> 1 + x + 3 * y);
        Photo upright = DECODER.decode(PngFiles.withExif(PhotoEncoder.png(stored), exif(orientation)));
        assertThat(upright.width()).isEqualTo(width);
        assertThat(upright.height()).isEqualTo(6 / width);
        assertThat(Drawings.reds(upright))
                .containsExactly(expected.chars().map(c -> c - '0').toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6, 8})
    void orientation_isSaid(int orientation) throws PhotoException {
        byte[] file = JpegFiles.withExif(JpegFiles.baseline(Drawings.landscape(9, 9)), exif(orientation));
        assertThat(DECODER.decode(file).applied())
                .extracting(Adjustment::word)
                .containsExactly("exif-orientation-" + orientation);
    }

    @Test
    void littleEndian_isRead() {
        assertThat(read(bytes("II*\0", le32(8), le16(1), le16(0x112), le16(3), le32(1), le16(8), le16(0))))
                .isEqualTo(8);
    }

    @Test
    void otherTypesOfNumber_areRead() {
        assertThat(read(bytes("MM\0*", be32(8), be16(1), be16(0x112), be16(4), be32(1), be32(5))))
                .isEqualTo(5);
        assertThat(read(bytes("MM\0*", be32(8), be16(1), be16(0x112), be16(1), be32(1), 7, 0, 0, 0)))
                .isEqualTo(7);
    }

    @Test
    void laterEntry_isFound() {
        byte[] other = bytes(be16(0x10f), be16(2), be32(1 << 30), be32(-4));
        assertThat(read(bytes("MM\0*", be32(8), be16(2), other, be16(0x112), be16(3), be32(1), be16(3), be16(0))))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 0xffff})
    void valueOutOfRange_isUpright(int orientation) {
        assertThat(read(exif(orientation))).isEqualTo(1);
    }

    @Test
    void brokenBlock_isUpright() {
        byte[] whole = exif(6);
        for (int length = 0; length < 20; length++) {
            assertThat(read(Fixtures.cut(whole, length)))
                    .as("cut at %d", length)
                    .isEqualTo(1);
        }
        assertThat(read(bytes("MM\0*", be32(-8), whole))).isEqualTo(1);
        assertThat(read(bytes("XX\0*", be32(8), whole))).isEqualTo(1);
        assertThat(read(bytes("MM\0*", be32(8), be16(0xffff)))).isEqualTo(1);
    }

    private static int read(byte[] exif) {
        return ExifOrientation.of(ByteBuffer.wrap(exif));
    }
}
