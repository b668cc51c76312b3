package org.weatherinference.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.Prediction;
import org.weatherinference.model.RedOrBlue;
import org.weatherinference.photo.Photo;

/** The report on 200 drawn photos, of which a bundle takes ten for what they are not. */
class ReportTest {
    private static final int THREADS = 2;
    private static final String HOSTILE = "a <b> & 100% #1 \"ö\".png";

    @TempDir
    private static Path home;

    @TempDir
    private Path folder;

    private static Dataset dataset;
    private static Bundle bundle;
    private static Classifier classifier;
    private static Measurement measured;

    @BeforeAll
    static void measure() throws Exception {
        Path photos = home.resolve("photos: red, blue");
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            boolean red = i % 2 == 0;
            // One in twenty is of the other colour than its label says; one in five is dark.
            boolean shownRed = red != (i % 20 == 3);
            int strong = i % 5 == 3 ? 60 : 200 + random.nextInt(56);
            int weak = random.nextInt(strong / 3);
            String name = i == 0 ? HOSTILE : "%03d.png".formatted(i);
            draw(photos.resolve(red ? "red" : "blue").resolve(name), shownRed, strong, weak);
        }
        dataset = Dataset.read(photos);
        bundle = BundleStore.open(home.resolve("home")).add(RedOrBlue.draft("red-or-blue"));
        classifier = bundle.classifier();
        measured = new Evaluator(classifier, bundle.manifest(), THREADS).evaluate(dataset);
    }

    private static void draw(Path file, boolean red, int strong, int weak) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, red ? RedOrBlue.png(strong, weak, weak) : RedOrBlue.png(weak, weak, strong));
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    private Path write(String name) throws ReportException {
        ReportFolder target = ReportFolder.at(folder.resolve(name));
        target.write(Report.of(dataset, measured, null), classifier, THREADS, () -> {});
        return target.page();
    }

    @Test
    void page_saysHowManyAreWrong() throws Exception {
        String page = Files.readString(write("report"));
        assertThat(page).contains("<strong>10 wrong</strong>", "<strong>5.0 %</strong>", "red-or-blue:1");
        assertThat(page).contains("href=\"#cell-1-0\" aria-label=\"blue, answered as red: 10 photos\">10</a>");
    }

    @Test
    void page_asksNobodyForAnything() throws Exception {
        String page = Files.readString(write("report"));
        assertThat(Pattern.compile("(?:src|href)=\"([^\"]{1,12})").matcher(page).results())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.group(1)).matches("(#|data:|\\./\\.\\./|report.json).*"));
        assertThat(page).doesNotContain("<script", "http:", "https:");
    }

    @Test
    void cell_showsAtMostSixtyPhotosAndSaysHowManyThereAre() throws Exception {
        Report report = Report.of(dataset, measured, null);
        PhotoGroup reds = report.confusion().getFirst().getFirst();
        assertThat(reds.total()).isEqualTo(100);
        assertThat(reds.cards()).hasSize(60);
        assertThat(Files.readString(write("report"))).contains("60 of them, the least sure first.");
    }

    @Test
    void linksOfPhotos_leadToTheirFiles() throws Exception {
        Path page = write("deep/in/report");
        URI address = page.toRealPath().toUri();
        List<Path> linked = new ArrayList<>();
        Pattern.compile("href=\"(\\./[^\"]+)\"")
                .matcher(Files.readString(page))
                .results()
                .forEach(found -> linked.add(Path.of(address.resolve(unescaped(found.group(1))))));
        assertThat(linked)
                .allSatisfy(file -> assertThat(file).isRegularFile())
                .contains(dataset.folder().resolve("red").resolve(HOSTILE).toRealPath());
    }

    private static URI unescaped(String attribute) {
        return URI.create(attribute.replace("&amp;", "&").replace("&#34;", "\""));
    }

    @Test
    void hostileName_isText() throws Exception {
        assertThat(Files.readString(write("report")))
                .contains("red/a &lt;b&gt; &amp; 100% #1")
                .doesNotContain("a <b>");
    }

    @Test
    void photosInTheDark_comeWithTheMistakesFirst() {
        List<Case> dark = Report.of(dataset, measured, null).dark().cards().stream()
                .map(Card::answer)
                .toList();
        assertThat(dark).hasSizeGreaterThan(30).allMatch(one -> one.brightness() < Brightness.DARK);
        assertThat(dark.getFirst().right()).isFalse();
        assertThat(dark.getLast().right()).isTrue();
    }

    @Test
    void topLosses_comeWithWhatDecided() throws Exception {
        assertThat(Report.of(dataset, measured, null).losses())
                .hasSize(24)
                .startsWith(measured.evaluation().cases().stream()
                        .max((one, other) -> Double.compare(one.loss(), other.loss()))
                        .orElseThrow());
        assertThat(Files.readString(write("report"))).contains("class=\"heat\" src=\"data:image/png;base64,");
    }

    @Test
    void figures_areTheSameAsJson() throws Exception {
        String json = Files.readString(write("report").resolveSibling("report.json"));
        assertThat(json)
                .contains("\"report\": \"weather evaluate --report\"", "\"name\": \"photos: red, blue\"")
                .contains("\"wrong\": 10,", "\"recorded\": \"blue\"", "\"unsureThreshold\": 0.7");
        assertThat(Pattern.compile("\"recorded\"").matcher(json).results()).hasSize(200);
    }

    @Test
    void eachPicture_isProgress() throws Exception {
        Report report = Report.of(dataset, measured, null);
        AtomicInteger done = new AtomicInteger();
        ReportFolder.at(folder.resolve("report")).write(report, classifier, THREADS, done::incrementAndGet);
        assertThat(done).hasValue(report.pictures());
    }

    @Test
    void earlierReport_isReplaced() throws Exception {
        Path page = write("report");
        String first = Files.readString(page);
        Files.writeString(page.resolveSibling(".index.html.unfinished"), "of a run that was killed");
        Files.writeString(page, first.substring(0, 2000));
        write("report");
        assertThat(Files.readString(page)).hasSameSizeAs(first).endsWith("</html>\n");
        try (Stream<Path> files = Files.list(page.resolveSibling("."))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("index.html", "report.json");
        }
    }

    @Test
    void folderWithSomethingElse_isRefused() throws Exception {
        Path notes = Files.createDirectories(folder.resolve("mine")).resolve("notes.txt");
        Files.writeString(notes, "mine");
        assertThatThrownBy(() -> write("mine"))
                .isInstanceOf(ReportException.class)
                .hasMessage(
                        "%s holds notes.txt, which is of no earlier report, so nothing is written there: name a"
                                + " folder that is new, empty or holds a report alone",
                        folder.resolve("mine"));
    }

    @Test
    void somebodysOwnPage_isNotTakenForAReport() throws Exception {
        Path page = Files.createDirectories(folder.resolve("site")).resolve("index.html");
        Files.writeString(page, "<!DOCTYPE html><title>My photos</title>");
        assertThatThrownBy(() -> write("site")).hasMessageContaining("holds index.html, which is of no earlier report");
        assertThat(page).hasContent("<!DOCTYPE html><title>My photos</title>");
    }

    @Test
    void photoThatIsGone_leavesItsFigures() throws Exception {
        Path copy = folder.resolve("copy/red/1.png");
        draw(copy, true, 200, 0);
        draw(folder.resolve("copy/blue/2.png"), false, 200, 0);
        Dataset few = Dataset.read(folder.resolve("copy"));
        Measurement both = new Evaluator(classifier, bundle.manifest(), 1).evaluate(few);
        Files.delete(copy);
        ReportFolder target = ReportFolder.at(folder.resolve("report"));
        target.write(Report.of(few, both, null), classifier, 1, () -> {});
        assertThat(Files.readString(target.page())).contains("<strong>0 wrong</strong>", "red/1.png");
    }

    @Test
    void comparison_showsWhatChanged() throws Exception {
        Measurement worse = onlyRed();
        ReportFolder target = ReportFolder.at(folder.resolve("report"));
        target.write(Report.of(dataset, measured, worse), classifier, THREADS, () -> {});
        assertThat(Files.readString(target.page()))
                .contains("Right with red-or-blue:1, wrong with red-or-blue:2 (90)", "p = below 0.001")
                .contains("red-or-blue:1 is better, by more than chance explains");
        assertThat(Files.readString(target.page().resolveSibling("report.json")))
                .contains("\"onlyAgainstWrong\": 90", "\"changed\": [");
    }

    /** The answers of a bundle to which everything is red. */
    private static Measurement onlyRed() throws BundleException, DatasetException {
        Bundle other = BundleStore.open(home.resolve("home")).add(RedOrBlue.draft("red-or-blue"));
        Classifier red = new Classifier() {
            @Override
            public Prediction classify(Photo photo) {
                return new Prediction(List.of("red", "blue"), List.of(0.9f, 0.1f), 0.7);
            }

            @Override
            public void close() {}
        };
        return new Evaluator(red, other.manifest(), 1).evaluate(dataset);
    }
}
