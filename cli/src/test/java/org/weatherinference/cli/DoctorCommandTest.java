package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleException;

class DoctorCommandTest {
    @TempDir
    Path folder;

    @Test
    void soundBundle_isMeasured() throws BundleException {
        Scene scene = Scene.withBundle(folder);
        assertThat(scene.run("doctor")).isZero();
        assertThat(scene.out()).containsPattern("ok +sun-rain:1 +sound, [0-9.]+ ms");
    }

    @Test
    void noBundle_isBroken() {
        Scene scene = Scene.bare(folder);
        assertThat(scene.run("doctor")).isEqualTo(1);
        assertThat(scene.out()).containsPattern("broken +bundles +none");
    }
}
