package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;

class BundlesQuantizeCommandTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void makeBundleAndDataset() throws BundleException, IOException {
        scene = Scene.withBundle(folder);
        scene.red("photos/red/1.png");
        scene.red("photos/red/2.png");
        scene.blue("photos/blue/3.png");
        scene.blue("photos/blue/4.png");
        split("train", "valid");
    }

    private void split(String ofOne, String ofTheOther) throws IOException {
        scene.file("photos/photos.csv", """
                path,label,split
                red/1.png,red,%1$s
                red/2.png,red,%2$s
                blue/3.png,blue,%1$s
                blue/4.png,blue,%2$s
                """.formatted(ofOne, ofTheOther).getBytes(UTF_8));
    }

    private int quantize(Object... more) {
        Object[] all = new Object[5 + more.length];
        System.arraycopy(
                new Object[] {"bundles", "quantize", "sun-rain", "--calibrate", folder.resolve("photos")},
                0,
                all,
                0,
                5);
        System.arraycopy(more, 0, all, 5, more.length);
        return scene.run(all);
    }

    @Test
    void newBundle_isMadeAndCompared() throws BundleException {
        assertThat(quantize()).isZero();
        assertThat(scene.out())
                .contains("sun-rain:1  sun-rain-int8", "photos wrong", "times as fast", "times as long")
                .contains("sun-rain-int8:1 is made: ");
        Bundle made = scene.store().resolve("sun-rain-int8");
        assertThat(made.manifest().metrics()).isNotNull();
        assertThat(made.folder().resolve("golden/golden.json")).content().contains("\"tolerance\": 0.02");
        assertThat(made.folder().resolve("MODEL_CARD.md")).content().startsWith("# sun-rain-int8");
        assertThat(scene.run("bundles", "verify", "sun-rain-int8")).isZero();
    }

    @Test
    void ownName_isTaken() throws BundleException {
        assertThat(quantize("--name", "small", "--photos", "1")).isZero();
        assertThat(scene.store().resolve("small").manifest().name()).isEqualTo("small");
    }

    @Test
    void missingSplit_isSaid() throws IOException {
        split("train", "train");
        assertThat(quantize()).isEqualTo(1);
        assertThat(scene.err()).contains("has no photo in the split 'valid'", "weather dataset split");
    }

    @Test
    void noPhotos_isWrongUsage() {
        assertThat(quantize("--photos", "0")).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: --photos 0: needed is at least 1");
    }

    @Test
    void whatIsInt8Already_isRefused() {
        assertThat(quantize("--name", "small")).isZero();
        assertThat(scene.run("bundles", "quantize", "small", "--calibrate", folder.resolve("photos")))
                .isEqualTo(1);
        assertThat(scene.err()).contains("small:1 cannot be made int8: the network has no convolution");
    }
}
