package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.dataset.Cleaning;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.BundleException;

/** What it says before there is a page; the page itself is driven in the acceptance tests. */
class DatasetCleanCommandTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void makeBundleAndDataset() throws BundleException, IOException {
        scene = Scene.withBundle(folder);
        scene.red("photos/red/1.png");
        scene.blue("photos/blue/2.png");
    }

    private int clean(Object... options) {
        Object[] arguments = new Object[options.length + 5];
        arguments[0] = "dataset";
        arguments[1] = "clean";
        arguments[2] = folder.resolve("photos");
        arguments[3] = "--model";
        arguments[4] = "sun-rain";
        System.arraycopy(options, 0, arguments, 5, options.length);
        return scene.run(arguments);
    }

    @Test
    void folderThatIsBeingCleaned_isRefused_beforeAnyPhotoIsLookedAt() throws DatasetException {
        try (Cleaning _ = Cleaning.open(folder.resolve("photos"))) {
            assertThat(clean("--no-browser")).isEqualTo(1);
        }
        assertThat(scene.err()).isEqualTo("weather: photos is being cleaned already; go on there, or end that first\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--count | 0 | --count 0: needed is at least 1",
                "--threads | 0 | --threads 0: needed is at least 1",
                "--labels | warm=red,blue | --labels warm=red,blue: only labels as they are",
            })
    void optionThatMakesNoSense_isNamed(String option, String value, String said) {
        assertThat(clean("--no-browser", option, value)).isEqualTo(2);
        assertThat(scene.err()).contains(said);
        assertThat(folder.resolve("photos").resolve(Cleaning.LOG)).doesNotExist();
    }

    @Test
    void labelThatTheBundleDoesNotKnow_isNamed() throws IOException {
        scene.red("photos/green/3.png");
        assertThat(clean("--no-browser")).isEqualTo(1);
        assertThat(scene.err()).contains("does not know the label 'green'");
    }

    @Test
    void portThatIsTaken_isNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(clean("--no-browser", "--port", taken.getLocalPort())).isEqualTo(2);
        }
        assertThat(scene.err()).contains("cannot listen at 127.0.0.1 port ", "choose another with --port");
    }

    @Test
    void tableThatIsNone_isNamed() throws IOException {
        scene.file("photos/photos.csv", "name,what\n".getBytes(UTF_8));
        assertThat(clean("--no-browser")).isEqualTo(1);
        assertThat(scene.err()).contains("photos.csv", "path and label");
    }
}
