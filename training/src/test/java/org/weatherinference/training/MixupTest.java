package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixupTest {
    private static List<byte[]> photos(int count) {
        List<byte[]> photos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            photos.add(new byte[] {(byte) (50 * i), (byte) (200 - 30 * i)});
        }
        return photos;
    }

    /** Each photo has a label of its own. */
    private static List<float[]> targets(int count) {
        List<float[]> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] target = new float[count];
            target[i] = 1;
            targets.add(target);
        }
        return targets;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void targets_stillSumToOne(int count) {
        List<float[]> targets = targets(count);
        Mixup.apply(photos(count), targets, 0.4, new SplittableRandom(1));
        for (float[] target : targets) {
            float sum = 0;
            for (float share : target) {
                assertThat(share).isBetween(0f, 1f);
                sum += share;
            }
            assertThat(sum).isCloseTo(1, within(1e-6f));
        }
    }

    @Test
    void oddOne_staysAsItIs() {
        List<byte[]> photos = photos(5);
        List<float[]> targets = targets(5);
        Mixup.apply(photos, targets, 0.4, new SplittableRandom(1));
        assertThat(photos.get(2)).isEqualTo(photos(5).get(2));
        assertThat(targets.get(2)).isEqualTo(targets(5).get(2));
    }

    @Test
    void photosAndTargets_areBlendedByTheSameShare() {
        for (int seed = 0; seed < 50; seed++) {
            List<byte[]> photos = new ArrayList<>(List.of(new byte[] {0}, new byte[] {(byte) 200}));
            List<float[]> targets = targets(2);
            Mixup.apply(photos, targets, 0.9, new SplittableRandom(seed));
            assertThat((float) (photos.get(0)[0] & 0xff)).isCloseTo(200 * targets.get(0)[1], within(0.51f));
            assertThat((float) (photos.get(1)[0] & 0xff)).isCloseTo(200 * targets.get(1)[1], within(0.51f));
        }
    }

    @Test
    void photo_keepsAtLeastHalfOfItself() {
        for (int seed = 0; seed < 50; seed++) {
            List<float[]> targets = targets(2);
            Mixup.apply(photos(2), targets, 0.9, new SplittableRandom(seed));
            assertThat(targets.get(0)[0]).isGreaterThanOrEqualTo(0.5f);
            assertThat(targets.get(1)[1]).isGreaterThanOrEqualTo(0.5f);
        }
    }

    @Test
    void batchWithoutPhotos_isLeftInPeace() {
        List<byte[]> none = new ArrayList<>();
        Mixup.apply(none, new ArrayList<>(), 0.4, new SplittableRandom(1));
        assertThat(none).isEmpty();
    }
}
