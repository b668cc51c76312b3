package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.RedOrBlue;

class ClassifyCommandTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void makeBundle() throws BundleException {
        scene = Scene.withBundle(folder);
    }

    @Test
    void onePhoto_isToldWithAllItsLabels() throws IOException {
        int code = scene.run("classify", scene.red("a.png"));
        assertThat(code).isZero();
        assertThat(scene.out().lines())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("a.png: red, 100.0 % sure"),
                        red -> assertThat(red).isEqualTo("  red    100.0 %  ██████████████████████████████"),
                        blue -> assertThat(blue).startsWith("  blue     0.0 %"),
                        model -> assertThat(model).startsWith("  sun-rain:1, "));
    }

    @Test
    void photoBelowTheThreshold_isUnsure() throws IOException {
        scene.run("classify", scene.grey("a.png"));
        assertThat(scene.out()).startsWith("a.png: unsure, perhaps red (50.0 %)");
    }

    @Test
    void severalPhotos_getALineEach() throws IOException {
        scene.run("classify", scene.red("a.png"), scene.blue("b.png"));
        assertThat(scene.out()).isEqualTo("""
                        red    100.0 %  ██████████  a.png
                        blue   100.0 %  ██████████  b.png
                        """);
    }

    @Test
    void folder_isReadWithAllBelowItInTheOrderOfPaths() throws IOException {
        scene.red("photos/b/2.png");
        scene.red("photos/b.png");
        scene.red("photos/a/10.png");
        scene.red("photos/.hidden/x.png");
        scene.run("classify", "--format", "csv", "--threads", "3", folder.resolve("photos"));
        assertThat(photosOfCsv()).containsExactly("photos/a/10.png", "photos/b.png", "photos/b/2.png");
    }

    @Test
    void manyPhotos_comeInOrderThoughWorkedOnAtOnce() throws IOException {
        for (int i = 100; i < 200; i++) {
            scene.red("photos/" + i + ".png");
        }
        scene.run("classify", "--format", "csv", "--threads", "4", folder.resolve("photos"));
        assertThat(photosOfCsv()).hasSize(100).isSorted();
    }

    @Test
    void badPhoto_isSaidAndTheRestIsDone() throws IOException {
        scene.file("photos/a.jpg", new byte[0]);
        scene.red("photos/b.png");
        int code = scene.run("classify", folder.resolve("photos"));
        assertThat(code).isEqualTo(1);
        assertThat(scene.out()).endsWith("photos/b.png\n");
        assertThat(scene.err()).startsWith("photos/a.jpg: ").contains("empty");
    }

    @Test
    void missingPhoto_isNotReadable() throws IOException {
        int code = scene.run("classify", "--format", "json", folder.resolve("none.jpg"), scene.red("z.png"));
        assertThat(code).isEqualTo(1);
        assertThat(scene.out().lines())
                .satisfiesExactly(
                        bad -> assertThat(bad).contains("\"type\":\"not-readable\"", "\"photo\":\"none.jpg\""),
                        good -> assertThat(good).contains("\"verdict\":\"red\""));
    }

    @Test
    void fileTooLong_isRefusedUnread() throws IOException {
        Path film = scene.file("film.jpg", new byte[0]);
        try (var file = new java.io.RandomAccessFile(film.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertThat(scene.run("classify", film)).isEqualTo(1);
        assertThat(scene.err()).isEqualTo("film.jpg: the file has 1,099,511,627,776 bytes, the limit is 20,971,520\n");
    }

    @Test
    void otherFilesInAFolder_areLeftOut() throws IOException {
        scene.file("photos/photos.csv", "path,label\n".getBytes(UTF_8));
        scene.red("photos/odd.name");
        int code = scene.run("classify", folder.resolve("photos"));
        assertThat(code).isZero();
        assertThat(scene.out()).endsWith("photos/odd.name\n").hasLineCount(1);
        assertThat(scene.err()).isEqualTo("1 file that is no picture left out\n");
    }

    @Test
    void textNamedLikeAPicture_isAnError() throws IOException {
        scene.file("photos/a.jpg", "no picture".getBytes(UTF_8));
        assertThat(scene.run("classify", folder.resolve("photos"))).isEqualTo(1);
    }

    @Test
    void standardInput_isAPhoto() {
        scene.input(RedOrBlue.png(0, 0, 255)).run("classify", "-");
        assertThat(scene.out()).startsWith("-: blue, 100.0 % sure");
    }

    @Test
    void json_isOneObjectALineAndTheSameEachTime() throws IOException {
        scene.red("photos/a.png");
        scene.blue("photos/b.png");
        scene.run("classify", "--format", "json", folder.resolve("photos"));
        List<String> first = stable();
        scene.run("classify", "--format", "json", folder.resolve("photos"));
        assertThat(stable()).isEqualTo(first).hasSize(2).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void csv_quotesWhatMustBe() throws IOException {
        scene.run("classify", "--format", "csv", scene.red("a, \"b\".png"));
        assertThat(scene.out().lines()).element(1).asString().startsWith("\"" + "a, \"\"b\"\".png\",red,red,");
    }

    @Test
    void sortInto_copiesByVerdict() throws IOException {
        scene.red("photos/a.png");
        scene.blue("photos/b.png");
        scene.grey("photos/c.png");
        scene.run("classify", "--sort-into", folder.resolve("sorted"), folder.resolve("photos"));
        assertThat(files("sorted")).containsExactly("blue/b.png", "red/a.png", "unsure/c.png");
    }

    @Test
    void sortInto_overwritesNothing() throws IOException {
        scene.red("photos/1/a.png");
        scene.file("photos/2/a.png", RedOrBlue.png(254, 0, 0));
        Files.createDirectories(folder.resolve("sorted/red"));
        Files.writeString(folder.resolve("sorted/red/a.png"), "precious");
        scene.run("classify", "--sort-into", folder.resolve("sorted"), folder.resolve("photos"));
        assertThat(files("sorted")).containsExactly("red/a-2.png", "red/a-3.png", "red/a.png");
        assertThat(folder.resolve("sorted/red/a.png")).hasContent("precious");
    }

    @Test
    void sortInto_leavesACopyThatIsThereAlready() throws IOException {
        scene.red("photos/a.png");
        scene.run("classify", "--sort-into", folder.resolve("sorted"), folder.resolve("photos"));
        scene.run("classify", "--sort-into", folder.resolve("sorted"), folder.resolve("photos"));
        assertThat(files("sorted")).containsExactly("red/a.png");
    }

    @Test
    void sortInto_withinWhatIsClassified_isRefused() throws IOException {
        scene.red("photos/a.png");
        int code = scene.run("classify", "--sort-into", folder.resolve("photos/sorted"), folder.resolve("photos"));
        assertThat(code).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: --sort-into photos/sorted: lies within");
    }

    @Test
    void explain_writesHeatMapOverlayAndAnswer() throws IOException {
        int code = scene.run("classify", "--explain", folder.resolve("why"), scene.red("a.png"));
        assertThat(code).isZero();
        assertThat(files("why")).containsExactly("a.png.heatmap.png", "a.png.json", "a.png.overlay.png");
        assertThat(folder.resolve("why/a.png.json")).content().contains("\"region\":{\"x\":0");
        assertThat(ImageIO.read(folder.resolve("why/a.png.overlay.png").toFile())
                        .getWidth())
                .isEqualTo(16);
    }

    @Test
    void unknownModel_isNamed() throws IOException {
        int code = scene.run("classify", "--model", "sun-rian", scene.red("a.png"));
        assertThat(code).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: ").contains("sun-rian", "sun-rain");
    }

    private List<String> photosOfCsv() {
        return scene.out()
                .lines()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
    }

    private List<String> stable() {
        return scene.out()
                .lines()
                .map(line -> line.replaceAll("\"id\":\"[^\"]*\"|\"millis\":\\{[^}]*}", ""))
                .toList();
    }

    private List<String> files(String name) throws IOException {
        Path root = folder.resolve(name);
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
