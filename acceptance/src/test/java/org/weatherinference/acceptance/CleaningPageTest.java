package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.dataset.Cleaning;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.PhotosTable;
import org.weatherinference.dataset.Sha256;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** A person at the cleaning page, over drawn photos: a real browser and a real command, which are both killed. */
class CleaningPageTest {
    private static final int PHOTOS = 60;
    private static final List<String> KEYS = List.of("k", "1", "2", "x", "Enter", "2", "Delete", "1");
    private static final List<String> LABELS = List.of("raining", "sunny");
    /** Those that were shown since the page was opened at the 21st, and those that are looked at ahead. */
    private static final String PHOTOS_AHEAD =
            "() => performance.getEntriesByType('resource').filter(({name}) => name.includes('/photos/')).length >= 36";

    private static final String ALL_SAVED = "Everything is saved";
    private static final ContainsTextOptions SOON = new ContainsTextOptions().setTimeout(60_000);

    @TempDir
    private Path home;

    private Path dataset;
    private int port;
    private int pressed;
    /** What the table must say. */
    private final Map<String, String> labels = new TreeMap<>();
    /** What it said before each decision, the last on top. */
    private final Deque<Map.Entry<String, String>> history = new ArrayDeque<>();

    @BeforeEach
    void drawPhotos() throws Exception {
        dataset = home.resolve("photos");
        for (int i = 0; i < PHOTOS; i++) {
            draw("%s/%02d.jpg".formatted(LABELS.get(i % 2), i), i, 85);
        }
        port = freePort();
    }

    /** A patchwork; each seed gives another. */
    private void draw(String name, int seed, int quality) throws IOException {
        byte[] patches = new byte[12 * 9 * 3];
        new Random(seed).nextBytes(patches);
        Path file = dataset.resolve(name);
        Files.createDirectories(file.resolve(".."));
        Files.write(file, PhotoEncoder.jpeg(Photo.of(12, 9, patches).resize(240, 180), quality));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void fiftyDecisions_areAllKept_thoughBrowserAndServerAreKilled() throws Exception {
        Map<String, String> originals = hashes();
        Dataset.read(dataset).entries().forEach(entry -> labels.put(entry.path(), entry.label()));
        try (CleaningCommand command = CleaningCommand.start(dataset, home, port)) {
            try (Browser first = Browser.open()) {
                Page page = open(first, command.address());
                press(page, 20);
                assertThat(page.locator("#saved")).containsText(ALL_SAVED, SOON);
                first.assertNoFaults();
                killBrowser();
            }
            assertThat(table()).as("when the browser was killed").isEqualTo(labels);

            try (Browser second = Browser.open()) {
                Page page = open(second, command.anotherAddress());
                assertThat(page.locator("#progress-text")).containsText("20 of 60", SOON);
                press(page, 20);
                page.waitForFunction(PHOTOS_AHEAD);
                press(page, 2);
                command.kill();
                press(page, 8);
                assertThat(page.locator("#trouble")).containsText("does not answer", SOON);
                assertThat(page.locator("#saved")).containsText("Not saved yet", SOON);
                goOn(page, originals);
            }
        }
    }

    /** The command is started again, and its new address opened in the browser that keeps what was not saved. */
    private void goOn(Page page, Map<String, String> originals) throws Exception {
        try (CleaningCommand command = CleaningCommand.start(dataset, home, port)) {
            assertThat(page.locator("#trouble")).containsText("started again", SOON);
            String address = command.address();
            Page fresh = page.waitForPopup(() -> page.evaluate("address => { window.open(address); }", address));
            assertThat(fresh.locator("#saved")).containsText(ALL_SAVED, SOON);
            assertThat(page.locator("#saved")).containsText(ALL_SAVED, SOON);
            assertThat(page.locator("#trouble")).isHidden();
            assertThat(table()).as("when the command was killed").isEqualTo(labels);
            fresh.reload();
            assertThat(fresh.locator("#undo")).isEnabled();
            undo(fresh, 3);
            assertThat(fresh.locator("#saved")).containsText(ALL_SAVED, SOON);
            assertThat(table()).as("after undo").isEqualTo(labels);
            assertThat(command.end()).isZero();
            assertThat(command.said()).contains(" photos looked at: ", "to train again: weather train ");
        }
        assertThat(hashes()).as("the originals").isEqualTo(originals);
        try (Cleaning cleaning = Cleaning.open(dataset)) {
            assertThat(cleaning.standing()).hasSize(47);
        }
    }

    @Test
    void nearDuplicates_areSideBySide_andOneStays() throws Exception {
        draw("sunny/00-again.jpg", 0, 60);
        draw("raining/02-again.jpg", 2, 60);
        try (CleaningCommand command = CleaningCommand.start(dataset, home, port);
                Browser browser = Browser.open()) {
            Page page = open(browser, command.address());
            page.keyboard().press("t");
            assertThat(page.locator("#group-title"))
                    .containsText("2 photos that show the same, under different labels");
            assertThat(page.locator("#group li")).hasCount(2);
            page.keyboard().press("2");
            assertThat(page.locator("#progress-text")).containsText("1 of 2");
            page.locator("#keep").click();
            assertThat(page.locator("#done")).isVisible();
            assertThat(page.locator("#saved")).containsText(ALL_SAVED, SOON);
            assertThat(table())
                    .containsEntry("raining/00.jpg", Cleaning.REJECTED)
                    .containsEntry("sunny/00-again.jpg", "sunny")
                    .containsEntry("raining/02.jpg", "raining")
                    .containsEntry("raining/02-again.jpg", "raining");
            browser.assertNoFaults();
        }
    }

    @Test
    void photoThatSomebodyElseRelabelled_isShownAgain() throws Exception {
        try (CleaningCommand command = CleaningCommand.start(dataset, home, port);
                Browser browser = Browser.open()) {
            Page page = open(browser, command.address());
            page.keyboard().press("k");
            assertThat(page.locator("#saved")).containsText(ALL_SAVED, SOON);
            String path = path(page);
            PhotosTable.read(dataset).set(path, PhotosTable.LABEL, "snowy").save();
            page.keyboard().press("x");
            assertThat(page.locator("#changed")).containsText("the label of '" + path + "' is 'snowy' by now", SOON);
            assertThat(page.locator("#path")).containsText(path);
            assertThat(page.locator("#card-title")).containsText("snowy");
            assertThat(table()).containsEntry(path, "snowy");
        }
    }

    @Test
    void photoThatCannotBeShown_canOnlyBeRejected() throws Exception {
        try (CleaningCommand command = CleaningCommand.start(dataset, home, port);
                Browser browser = Browser.open()) {
            Page page = browser.page("http://127.0.0.1:" + port);
            page.route("**/photos/**", Route::abort);
            page.navigate(command.address());
            assertThat(page.locator("#path")).not().isEmpty();
            String path = path(page);
            page.waitForTimeout(500);
            page.keyboard().press("k");
            assertThat(page.locator("#unseen")).isVisible();
            assertThat(page.locator("#path")).containsText(path);
            page.keyboard().press("x");
            assertThat(page.locator("#saved")).containsText(ALL_SAVED, SOON);
            assertThat(table()).containsEntry(path, Cleaning.REJECTED);
        }
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280, 900", "DARK, 1280, 900", "LIGHT, 375, 740", "DARK, 320, 480"})
    void everyState_isAccessible_andFitsTheScreen(ColorScheme scheme, int width, int height) throws Exception {
        draw("sunny/00-again.jpg", 0, 60);
        Accessibility seen = new Accessibility();
        try (CleaningCommand command = CleaningCommand.start(dataset, home, port);
                Browser browser = Browser.open()) {
            Page page = browser.page(
                    List.of("http://127.0.0.1:" + port),
                    new NewContextOptions()
                            .setColorScheme(scheme)
                            .setReducedMotion(ReducedMotion.REDUCE)
                            .setViewportSize(width, height));
            page.navigate(command.address());
            assertThat(page.locator("#actions")).isVisible();
            seen.look(page, "doubt");
            page.keyboard().press("x");
            page.keyboard().press("ArrowLeft");
            assertThat(page.locator("#state")).isVisible();
            seen.look(page, "rejected");
            page.keyboard().press("t");
            assertThat(page.locator("#group li")).hasCount(2);
            seen.look(page, "duplicates");
            page.keyboard().press("1");
            assertThat(page.locator("#done")).isVisible();
            seen.look(page, "done");
            assertThat(page.locator("#saved")).containsText(ALL_SAVED, SOON);
            command.kill();
            page.keyboard().press("z");
            assertThat(page.locator("#trouble")).isVisible();
            seen.look(page, "trouble");
        }
        assertThat(seen.found()).isEmpty();
    }

    private Page open(Browser browser, String address) {
        Page page = browser.page("http://127.0.0.1:" + port);
        page.navigate(address);
        assertThat(page.locator("#actions")).isVisible();
        return page;
    }

    private static String path(Page page) {
        return page.locator("#path").textContent();
    }

    private void press(Page page, int times) {
        for (int i = 0; i < times; i++) {
            String key = KEYS.get(pressed++ % KEYS.size());
            String path = path(page);
            String label = labels.getOrDefault(path, "");
            history.push(Map.entry(path, label));
            labels.put(path, labelAfter(key, label));
            page.keyboard().press(key);
        }
    }

    private static String labelAfter(String key, String label) {
        return switch (key) {
            case "k", "Enter" -> label;
            case "x", "Delete" -> Cleaning.REJECTED;
            default -> LABELS.get(Integer.parseInt(key) - 1);
        };
    }

    private void undo(Page page, int times) {
        for (int i = 0; i < times; i++) {
            Map.Entry<String, String> last = history.pop();
            labels.put(last.getKey(), last.getValue());
            page.keyboard().press("z");
        }
    }

    /** Without a chance to keep anything: SIGKILL. */
    private static void killBrowser() {
        List<ProcessHandle> browsers = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("chrom"))
                .toList();
        assertThat(browsers).isNotEmpty();
        browsers.forEach(ProcessHandle::destroyForcibly);
    }

    private Map<String, String> hashes() throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (var files = Files.walk(dataset)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jpg")).toList()) {
                hashes.put(dataset.relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
            }
        }
        return hashes;
    }

    private Map<String, String> table() throws DatasetException {
        PhotosTable table = PhotosTable.read(dataset);
        Map<String, String> read = new TreeMap<>();
        table.paths().forEach(path -> read.put(path, table.value(path, PhotosTable.LABEL)));
        return read;
    }
}
