package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoStorageTest {
    private static final byte[] PHOTO = "a photo".getBytes(UTF_8);
    private static final String HASH = Secret.hash(PHOTO);

    @Nested
    @ParameterizedClass
    @EnumSource(PhotoPlace.class)
    class OfEitherKind {
        @TempDir
        Path folder;

        private final PhotoPlace kind;
        private Supplier<PhotoStorage> place;
        private PhotoStorage photos;

        OfEitherKind(PhotoPlace kind) {
            this.kind = kind;
        }

        @BeforeEach
        void open() {
            place = kind.fresh(folder);
            photos = place.get();
        }

        private Set<String> all() throws IOException {
            return photos.putBefore(Instant.now().plus(Duration.ofHours(1)));
        }

        @Test
        void photo_isThereForEveryProcess_untilItIsDeleted() throws IOException {
            assertThat(photos.get(HASH)).isEmpty();
            photos.put(HASH, PHOTO);
            assertThat(place.get().get(HASH)).contains(PHOTO);
            place.get().delete(HASH);
            assertThat(photos.get(HASH)).isEmpty();
        }

        @Test
        void photoThatIsThere_canBePutAgain() throws IOException {
            photos.put(HASH, PHOTO);
            photos.put(HASH, PHOTO);
            assertThat(photos.get(HASH)).contains(PHOTO);
            assertThat(all()).containsExactly(HASH);
        }

        @Test
        void photoThatIsNotThere_canBeDeleted() throws IOException {
            photos.delete(HASH);
            photos.put(HASH, PHOTO);
            photos.delete(HASH);
            photos.delete(HASH);
            assertThat(all()).isEmpty();
        }

        @Test
        void everyByteOfALargePhoto_isKept() throws IOException {
            byte[] photo = new byte[3_000_000];
            new Random(1).nextBytes(photo);
            photos.put(Secret.hash(photo), photo);
            assertThat(photos.get(Secret.hash(photo))).contains(photo);
        }

        @Test
        void onlyWhatWasPutBefore_isListed() throws IOException {
            assertThat(all()).isEmpty();
            photos.put(HASH, PHOTO);
            assertThat(photos.putBefore(Instant.now().minus(Duration.ofHours(1))))
                    .isEmpty();
            assertThat(all()).containsExactly(HASH);
        }

        /** A bucket lists 1,000 at a time. */
        @Test
        void manyPhotos_areAllListed() throws Exception {
            Set<String> put = new HashSet<>();
            for (int i = 0; i < 2_100; i++) {
                put.add(Secret.hash("photo " + i));
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<@Nullable Void>> runs = new ArrayList<>();
                for (String hash : put) {
                    runs.add(threads.submit((Callable<@Nullable Void>) () -> {
                        photos.put(hash, PHOTO);
                        return null;
                    }));
                }
                for (Future<@Nullable Void> run : runs) {
                    run.get();
                }
            }
            assertThat(all()).isEqualTo(put);
        }
    }

    @Test
    void place_isAFolder_unlessItIsAnAddress() throws StateException {
        assertThat(PhotoStorage.at("photos/of visitors")).isInstanceOf(PhotoFolder.class);
        assertThat(PhotoStorage.at("s3")).isInstanceOf(PhotoFolder.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"S3://photos", "s3:/photos", "gs://photos", "https://minio.example.org/photos", "file:/srv"})
    void addressOfAnotherKind_isRefused(String place) {
        assertThatThrownBy(() -> PhotoStorage.at(place))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageContaining("must be a folder or " + BucketAddress.FORM);
    }

    @Test
    void whatCanBeNoFolder_isRefused() {
        assertThatThrownBy(() -> PhotoStorage.at("photos\0"))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageContaining("is no folder");
    }
}
