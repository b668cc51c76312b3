package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.RedOrBlue;

class BundlesCommandTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void makeBundle() throws BundleException {
        scene = Scene.withBundle(folder);
    }

    @Test
    void list_hasALineForEachVersion() throws BundleException {
        scene.store().add(RedOrBlue.draft("sun-rain"));
        assertThat(scene.run("bundles", "list")).isZero();
        assertThat(scene.out().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("sun-rain:1 ").contains("own", "red, blue"),
                        second -> assertThat(second).startsWith("sun-rain:2 "));
    }

    @Test
    void list_saysWhichFolderIsNoBundle() throws IOException {
        Files.createDirectories(folder.resolve("home/bundles/broken/1"));
        assertThat(scene.run("bundles", "list")).isEqualTo(1);
        assertThat(scene.out()).hasLineCount(1);
        assertThat(scene.err()).contains("broken/1");
    }

    @Test
    void show_tellsWhatTheBundleIs() {
        assertThat(scene.run("bundles", "show", "sun-rain")).isZero();
        assertThat(scene.out()).contains("bundle       sun-rain:1\n", "labels       red, blue\n", "input        8 x 8");
    }

    @Test
    void showAsJson_isTheManifestOnOneLine() {
        scene.run("bundles", "show", "--format", "json", "sun-rain");
        assertThat(scene.out())
                .startsWith("{\"format\":1,\"name\":\"sun-rain\"")
                .hasLineCount(1);
    }

    @Test
    void verify_findsABundleSound() {
        assertThat(scene.run("bundles", "verify")).isZero();
        assertThat(scene.out()).startsWith("sun-rain:1 is sound");
    }

    @Test
    void verify_findsAChangedByte() throws IOException {
        Path network = folder.resolve("home/bundles/sun-rain/1/model.onnx");
        byte[] bytes = Files.readAllBytes(network);
        bytes[bytes.length / 2] ^= 1;
        Files.write(network, bytes);
        assertThat(scene.run("bundles", "verify", "sun-rain:1")).isEqualTo(1);
        assertThat(scene.err()).startsWith("sun-rain:1: ").contains("model.onnx");
    }

    @Test
    void bundlesAlone_isWrongUsage() {
        assertThat(scene.run("bundles")).isEqualTo(2);
        assertThat(scene.err()).contains("Usage: weather bundles");
    }
}
