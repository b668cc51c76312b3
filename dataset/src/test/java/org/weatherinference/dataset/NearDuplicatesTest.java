package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

class NearDuplicatesTest {
    private static final int SCENES = 30;

    @Test
    void copies_resemble() throws PhotoException {
        PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
        for (int seed = 0; seed < SCENES; seed++) {
            Photo photo = Drawing.scene(seed);
            Thumbnail original = Thumbnail.of(photo);
            assertThat(List.of(
                            decoder.decode(PhotoEncoder.jpeg(photo, 20)),
                            photo.resize(50, 40),
                            photo.mirror(),
                            Drawing.darker(photo),
                            photo.crop(1, 1, photo.width() - 2, photo.height() - 2)))
                    .as("copies of scene %d", seed)
                    .allMatch(copy -> original.resembles(Thumbnail.of(copy)));
        }
    }

    @Test
    void unlikeScenes_doNotResemble() {
        assertNoneResemble(Drawing::scene);
    }

    @Test
    void skiesThatDifferInGrainAlone_doNotResemble() {
        assertNoneResemble(Drawing::sky);
    }

    @Test
    void unlikeFoggyScenesWithCaptions_doNotResemble() {
        assertNoneResemble(seed -> Drawing.captioned(Drawing.foggy(Drawing.scene(seed))));
    }

    @Test
    void photosOfOneColour_doNotResemble() {
        assertThat(Thumbnail.of(plain(10)).resembles(Thumbnail.of(plain(200)))).isFalse();
    }

    @Test
    void chainOfCopies_isOneGroup() {
        Photo photo = Drawing.scene(1);
        int[] groups = NearDuplicates.groups(List.of(
                content("a", photo),
                content("b", Drawing.scene(2)),
                content("c", photo.mirror()),
                content("d", photo)));
        assertThat(groups[2]).isEqualTo(groups[0]);
        assertThat(groups[3]).isEqualTo(groups[0]);
        assertThat(groups[1]).isNotEqualTo(groups[0]);
    }

    @Test
    void sameBytesThatAreNoPhoto_areOneGroup() {
        int[] groups =
                NearDuplicates.groups(List.of(new Content("a", null), new Content("b", null), new Content("a", null)));
        assertThat(groups[2]).isEqualTo(groups[0]).isNotEqualTo(groups[1]);
    }

    private static Content content(String hash, Photo photo) {
        return new Content(hash, Thumbnail.of(photo));
    }

    private static Photo plain(int grey) {
        byte[] rgb = new byte[64 * 64 * 3];
        Arrays.fill(rgb, (byte) grey);
        return Photo.of(64, 64, rgb);
    }

    private static void assertNoneResemble(LongFunction<Photo> draw) {
        List<Thumbnail> thumbnails = new ArrayList<>();
        for (int seed = 0; seed < SCENES; seed++) {
            Thumbnail thumbnail = Thumbnail.of(draw.apply(seed));
            assertThat(thumbnails).noneMatch(thumbnail::resembles);
            thumbnails.add(thumbnail);
        }
    }
}
