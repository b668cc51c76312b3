package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.RedOrBlue;

class EvaluateCommandTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void makeBundleAndDataset() throws BundleException, IOException {
        scene = Scene.withBundle(folder);
        scene.red("photos/red/1.png");
        scene.red("photos/red/2.png");
        scene.blue("photos/blue/3.png");
        scene.blue("photos/red/4.png");
    }

    @Test
    void text_saysHowManyAreWrong() {
        assertThat(scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain"))
                .isZero();
        assertThat(scene.out()).startsWith("sun-rain:1: 4 photos, 1 wrong: error 25.0 %");
    }

    @Test
    void json_isOneObject() {
        scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain", "--format", "json");
        assertThat(scene.out())
                .startsWith("{\"model\":\"sun-rain:1\",\"evaluation\":{\"photos\":4,\"wrong\":1,")
                .hasLineCount(1);
    }

    @Test
    void recordedSplit_leavesOnlyValidToMeasure() throws IOException {
        scene.file("photos/photos.csv", """
                path,label,split
                red/1.png,red,train
                red/2.png,red,valid
                blue/3.png,blue,valid
                """.getBytes(UTF_8));
        scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain");
        assertThat(scene.out()).startsWith("sun-rain:1: 2 photos, 0 wrong");
    }

    @Test
    void against_comparesMistakes() throws BundleException {
        scene.store().add(RedOrBlue.draft("sun-rain"));
        scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain:2", "--against", "sun-rain:1");
        assertThat(scene.out())
                .contains("Wrong by sun-rain:2 only: 0, by sun-rain:1 only: 0, by both: 1\n")
                .endsWith("McNemar's exact test: p = 1.000: the photos do not tell which of the two is better\n");
    }

    @Test
    void report_isWrittenAndItsPlaceSaid() {
        assertThat(scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain", "--report", path("report")))
                .isZero();
        assertThat(scene.err()).contains("The report is in report/index.html");
        assertThat(path("report/index.html")).content().contains("<strong>1 wrong</strong>");
        assertThat(path("report/report.json")).isRegularFile();
    }

    @Test
    void reportIntoAFolderOfOtherThings_isRefusedBeforeAnythingIsMeasured() throws IOException {
        scene.file("mine/notes.txt", "mine".getBytes(UTF_8));
        assertThat(scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain", "--report", path("mine")))
                .isEqualTo(1);
        assertThat(scene.out()).isEmpty();
        assertThat(scene.err())
                .startsWith("weather: --report: mine holds notes.txt")
                .hasLineCount(1);
    }

    @Test
    void reportAmongThePhotos_isWrongUsage() {
        Path within = path("photos/report");
        assertThat(scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain", "--report", within))
                .isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: --report photos/report: lies within photos");
    }

    private Path path(String name) {
        return scene.path(name);
    }

    @Test
    void labelThatTheBundleDoesNotKnow_isNamed() throws IOException {
        scene.red("photos/green/5.png");
        assertThat(scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain"))
                .isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: ").contains("green").hasLineCount(1);
    }

    @Test
    void unreadablePhoto_isSaidAndTheRestMeasured() throws IOException {
        scene.file("photos/red/0.png", "text".getBytes(UTF_8));
        assertThat(scene.run("evaluate", folder.resolve("photos"), "--model", "sun-rain"))
                .isEqualTo(1);
        assertThat(scene.out()).startsWith("sun-rain:1: 4 photos, 1 wrong");
        assertThat(scene.err()).startsWith("red/0.png: ");
    }
}
