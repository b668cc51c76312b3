package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.photo.Photo;

class FusedNetworksTest {
    private static final Photo PHOTO = Fixtures.plain(20, 10, 200, 0, 90);

    @TempDir
    Path home;

    private Bundle bundle;
    private Prediction unfused;

    @BeforeEach
    void addBundle() throws BundleException {
        System.setProperty("weather.home", home.toString());
        bundle = BundleStore.open(home).add(Fixtures.draft("tiny"));
        try (Classifier classifier = OnnxClassifier.open(bundle.network(), bundle.manifest(), Device.CPU)) {
            unfused = classifier.classify(PHOTO);
        }
    }

    @AfterEach
    void forgetHome() {
        System.clearProperty("weather.home");
        System.clearProperty("weather.fused");
    }

    @Test
    void secondOpening_usesTheCopyOfTheFirst_andGivesTheSameToTheLastBit() throws BundleException, IOException {
        assertThat(answer()).isEqualTo(unfused);
        List<Path> copies = copies();
        assertThat(copies).hasSize(1);
        FileTime written = Files.getLastModifiedTime(copies.getFirst());
        assertThat(answer()).isEqualTo(unfused);
        assertThat(copies()).isEqualTo(copies);
        assertThat(Files.getLastModifiedTime(copies.getFirst())).isEqualTo(written);
    }

    @Test
    void damagedCopy_isPassedOver() throws BundleException, IOException {
        answer();
        Files.write(copies().getFirst(), new byte[] {1, 2, 3});
        assertThat(answer()).isEqualTo(unfused);
    }

    @Test
    void cacheThatCannotBeWritten_costsNoAnswer() throws BundleException, IOException {
        Files.writeString(home.resolve("cache"), "no folder");
        assertThat(answer()).isEqualTo(unfused);
    }

    @Test
    void readyCopy_isUsed_andNoneIsMade() throws BundleException, IOException {
        Path ready = home.resolve("ready");
        bundle.writeFusedNetwork(ready);
        System.setProperty("weather.fused", ready.toString());
        assertThat(answer()).isEqualTo(unfused);
        assertThat(home.resolve("cache/networks")).doesNotExist();
    }

    @Test
    void oldestCopies_areForgotten() throws BundleException, IOException {
        Path folder = Files.createDirectories(home.resolve("cache/networks"));
        for (int day = 1; day <= 9; day++) {
            Path old = Files.createFile(folder.resolve(UUID.randomUUID() + ".onnx"));
            Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-01-0" + day + "T00:00:00Z")));
        }
        answer();
        assertThat(copies()).hasSize(8);
        assertThat(Files.getLastModifiedTime(copies().getFirst()).toInstant()).isAfter("2026-01-02T00:00:00Z");
    }

    private Prediction answer() throws BundleException {
        try (Classifier classifier = bundle.classifier()) {
            return classifier.classify(PHOTO);
        }
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("cache/networks"))) {
            return files.sorted().toList();
        }
    }
}
