package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.weatherinference.photo.Photo;

class AugmentationTest {
    private static final int SIZE = 48;
    private static final int DRAWS = 200;
    private final Augmentation augmentation = new Augmentation(SIZE, Augment.STANDARD);

    private static byte[] bytes(Photo photo) {
        byte[] bytes = new byte[photo.width() * photo.height() * 3];
        photo.copyTo(ByteBuffer.wrap(bytes));
        return bytes;
    }

    private byte[] drawn(Photo photo, long seed) {
        return bytes(augmentation.apply(photo, new SplittableRandom(seed)));
    }

    /** Light above, dark below. */
    private static Photo sky() {
        byte[] rgb = new byte[60 * 80 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (220 - 180 * (i / (60 * 3)) / 80);
        }
        return Photo.of(60, 80, rgb);
    }

    private static double light(byte[] pixels, int fromRow, int toRow) {
        double sum = 0;
        for (int i = fromRow * SIZE * 3; i < toRow * SIZE * 3; i++) {
            sum += pixels[i] & 0xff;
        }
        return sum / (toRow - fromRow) / SIZE / 3;
    }

    @ParameterizedTest
    @CsvSource({"64, 48", "48, 64", "500, 20", "20, 500", "1, 1", "48, 48"})
    void everyShape_comesOutAtTheInputsSize(int width, int height) {
        Photo photo = Drawings.sunny(1).resize(width, height);
        for (int seed = 0; seed < 20; seed++) {
            Photo changed = augmentation.apply(photo, new SplittableRandom(seed));
            assertThat(changed.width()).isEqualTo(SIZE);
            assertThat(changed.height()).isEqualTo(SIZE);
        }
    }

    @Test
    void sameSeed_drawsTheSame() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(drawn(Drawings.sunny(1), seed)).isEqualTo(drawn(Drawings.sunny(1), seed));
        }
    }

    @Test
    void otherSeeds_drawOtherwise() {
        Set<ByteBuffer> different = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            different.add(ByteBuffer.wrap(drawn(Drawings.sunny(1), seed)));
        }
        assertThat(different).hasSize(20);
    }

    @Test
    void sky_staysAbove() {
        for (int seed = 0; seed < DRAWS; seed++) {
            byte[] pixels = drawn(sky(), seed);
            assertThat(light(pixels, 0, SIZE / 4))
                    .as("draw %d", seed)
                    .isGreaterThan(light(pixels, SIZE * 3 / 4, SIZE) + 20);
        }
    }

    @Test
    void leftAndRight_areExchangedHalfOfTheTime() {
        byte[] rgb = new byte[80 * 60 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % 80 * 3);
        }
        Photo brightRight = Photo.of(80, 60, rgb);
        int mirrored = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            byte[] pixels = drawn(brightRight, seed);
            mirrored += (pixels[0] & 0xff) > (pixels[(SIZE - 1) * 3] & 0xff) ? 1 : 0;
        }
        assertThat(mirrored).isBetween(DRAWS * 3 / 10, DRAWS * 7 / 10);
    }

    @Test
    void light_changesWithinBounds() {
        double least = 255;
        double most = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            double light = light(drawn(Drawings.plain(128, 128, 128), seed), 0, SIZE);
            least = Math.min(least, light);
            most = Math.max(most, light);
        }
        assertThat(least).isBetween(100.0, 108.0);
        assertThat(most).isBetween(148.0, 156.0);
    }

    @ParameterizedTest
    @EnumSource(Augment.class)
    void everyStrength_givesTheInputsSize(Augment strength) {
        for (int seed = 0; seed < 20; seed++) {
            Photo changed = new Augmentation(SIZE, strength).apply(sky(), new SplittableRandom(seed));
            assertThat(bytes(changed)).hasSize(SIZE * SIZE * 3);
        }
    }

    @Test
    void none_leavesThePhotoAsInUse() {
        Photo changed = new Augmentation(SIZE, Augment.NONE).apply(sky(), new SplittableRandom(1));
        assertThat(bytes(changed)).isEqualTo(bytes(sky().resize(SIZE, SIZE)));
    }

    @Test
    void greaterStrength_changesMore() {
        assertThat(change(Augment.LIGHT)).isGreaterThan(change(Augment.NONE)).isLessThan(change(Augment.STANDARD));
        assertThat(change(Augment.STRONG)).isGreaterThan(change(Augment.STANDARD));
    }

    /** Mean difference from the photo as it is. */
    private static double change(Augment strength) {
        byte[] plain = bytes(Drawings.sunny(1).resize(SIZE, SIZE));
        double sum = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            byte[] changed =
                    bytes(new Augmentation(SIZE, strength).apply(Drawings.sunny(1), new SplittableRandom(seed)));
            for (int i = 0; i < plain.length; i++) {
                sum += Math.abs((changed[i] & 0xff) - (plain[i] & 0xff));
            }
        }
        return sum / DRAWS / plain.length;
    }
}
