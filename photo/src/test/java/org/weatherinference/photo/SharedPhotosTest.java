package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.weatherinference.photo.Fixtures.DECODER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the working photos, where there are any. */
class SharedPhotosTest {
    private final String shared = System.getProperty("weather.shared", "");

    @BeforeEach
    void requirePhotos() {
        assumeFalse(shared.isEmpty(), "set -Dweather.shared to the folder of the working photos");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Landscape", "Portrait"})
    void allOrientations_comeOutUpright(String name) throws Exception {
        Photo upright = exif(name, 1);
        for (int orientation = 0; orientation <= 8; orientation++) {
            Photo turned = exif(name, orientation);
            assertThat(turned.width()).as("width of %d", orientation).isEqualTo(upright.width());
            assertThat(Drawings.difference(turned.resize(150, 150), upright.resize(150, 150)))
                    .as("difference of %d", orientation)
                    .isLessThan(8);
        }
    }

    private Photo exif(String name, int orientation) throws Exception {
        Path file = Path.of(shared, "corpus", "exif", name + "_" + orientation + ".jpg");
        return DECODER.decode(Files.readAllBytes(file));
    }

    @Test
    void pngSuite_decodesUnlessBroken() throws Exception {
        List<Path> files = files(Path.of(shared, "corpus", "pngsuite"), ".png");
        assertThat(files).hasSizeGreaterThan(150);
        for (Path path : files) {
            byte[] file = Files.readAllBytes(path);
            if (path.getFileName().toString().contains("~x")) {
                assertThatExceptionOfType(MalformedPhotoException.class)
                        .as("%s", path)
                        .isThrownBy(() -> DECODER.decode(file));
            } else {
                assertThat(DECODER.decode(file).width()).as("%s", path).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"photos", "large"})
    void photos_decodeAll(String folder) throws Exception {
        for (Path path : files(Path.of(shared, folder), ".jpg")) {
            assertThat(DECODER.decode(Files.readAllBytes(path), 160, 160).width())
                    .as("%s", path)
                    .isPositive();
        }
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
