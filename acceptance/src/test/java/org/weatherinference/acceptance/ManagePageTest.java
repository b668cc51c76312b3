package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.state.Database;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.Keys;
import org.weatherinference.state.NewRemark;
import org.weatherinference.state.PhotoFolder;
import org.weatherinference.state.Remark;
import org.weatherinference.state.RemarkFilter;
import org.weatherinference.state.Right;

/** The operator's page, with a key and without. */
class ManagePageTest {
    @TempDir
    private static Path home;

    private static ServedPage served;
    private static Database database;
    private static Feedback feedback;
    private static String key;
    private static int answers;

    private Page page;

    @BeforeAll
    static void start() throws Exception {
        served = ServedPage.open(home);
        database = Database.at(Database.standardAddress(home));
        feedback = new Feedback(database, PhotoFolder.standard(home), InstantSource.system());
        key = new Keys(database, InstantSource.system())
                .create("operator", Set.of(Right.MANAGE), null, null)
                .text();
    }

    @AfterAll
    static void stop() throws IOException {
        if (served != null) {
            served.close();
            database.close();
        }
    }

    @BeforeEach
    void open() {
        page = served.page();
    }

    @AfterEach
    void close() throws Exception {
        page.context().close();
        served.browser().assertNoFaults();
        for (Remark remark : feedback.list(RemarkFilter.ALL, null, 100).remarks()) {
            feedback.delete(remark.id());
        }
    }

    private static Remark remark(String sample, String given) throws Exception {
        answers++;
        NewRemark said = new NewRemark("answer " + answers, "weather:2", "sunny", "sunny", 0.9, given, Instant.now());
        byte[] photo = Files.readAllBytes(ServedPage.sample(sample));
        return feedback.add(said, photo, Duration.ofDays(1)).remark();
    }

    private void enter(String presented) {
        page.navigate(served.address("/manage"));
        page.locator("#key").fill(presented);
        page.locator("#enter button").click();
    }

    @Test
    void withoutKey_nothingIsShown() {
        page.navigate(served.address("/manage"));
        assertThat(page.locator("#enter")).isVisible();
        assertThat(page.locator("#rooms")).isHidden();
        assertThat(page.locator("#models")).isEmpty();
    }

    @Test
    void keyThatIsNoOperators_isRefusedInWords() throws Exception {
        String other = new Keys(database, InstantSource.system())
                .create("visitor", Set.of(Right.CLASSIFY), null, null)
                .text();
        enter(other);
        assertThat(page.locator("#trouble")).containsText("needs manage");
        enter("wi_nothing");
        assertThat(page.locator("#trouble")).containsText("there is no such key");
        assertThat(page.locator("#rooms")).isHidden();
        served.browser().forgetFailedRequests();
    }

    @Test
    void keyStays_untilTheOperatorLeaves() {
        enter(key);
        assertThat(page.locator("#models")).containsText("weather:3");
        page.reload();
        assertThat(page.locator("#rooms")).isVisible();
        page.locator("#leave").click();
        page.reload();
        assertThat(page.locator("#enter")).isVisible();
        assertThat(page.locator("#rooms")).isHidden();
    }

    @Test
    void feedback_isGivenAnotherLabel_orDeleted() throws Exception {
        Remark fog = remark("fog.jpg", "snowy");
        Remark room = remark("room.jpg", "raining");
        enter(key);
        Locator tiles = page.locator("#remarks li");
        assertThat(tiles).hasCount(2);
        // A photo that only a key opens is a picture all the same.
        assertThat(tiles.nth(0).locator("img")).hasJSProperty("complete", true);
        assertThat((Integer) tiles.nth(0).locator("img").evaluate("(image) => image.naturalWidth"))
                .isGreaterThan(100);
        tiles.nth(1).locator("select").selectOption("foggy");
        assertThat(page.locator("#stats")).containsText("foggy");
        assertThat(feedback.get(fog.id()).given()).isEqualTo("foggy");
        tiles.nth(0).locator("button").click();
        assertThat(tiles).hasCount(1);
        assertThat(feedback.list(RemarkFilter.ALL, null, 10).remarks())
                .extracting(Remark::id)
                .doesNotContain(room.id());
    }

    @Test
    void keys_areMadeAndRevoked() {
        enter(key);
        Locator form = page.locator("#keys-form");
        form.locator("[name=name]").fill("app");
        form.locator("[value=classify]").check();
        form.locator("[name=expires]").fill("30d");
        form.locator("button").click();
        assertThat(page.locator("#new-key")).containsText("“app” is shown this once: wi_");
        Locator row = page.locator("#keys tr", new Page.LocatorOptions().setHasText("app"));
        assertThat(row).containsText("classify");
        row.locator("button").click();
        assertThat(row).containsText("revoked");
        form.locator("[name=name]").fill("no rights");
        form.locator("button").click();
        assertThat(page.locator("#trouble")).containsText("\"can\" must be a list");
        served.browser().forgetFailedRequests();
    }

    @Test
    void trainingWithoutTheRight_isRefusedInWords() {
        enter(key);
        Locator form = page.locator("#job-form");
        form.locator("[name=bundle]").fill("weather");
        form.locator("button").click();
        assertThat(page.locator("#trouble")).containsText("needs train");
        served.browser().forgetFailedRequests();
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280, 800, en", "DARK, 1280, 800, de", "LIGHT, 360, 740, de", "DARK, 360, 740, en"})
    void page_isAccessible_andFitsTheScreen(ColorScheme scheme, int width, int height, String language)
            throws Exception {
        remark("fog.jpg", "snowy");
        page.context().close();
        page = served.page(new NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
        Accessibility seen = new Accessibility();
        page.navigate(served.address("/manage?lang=" + language));
        seen.look(page, "before");
        page.locator("#key").fill(key);
        page.locator("#enter button").click();
        assertThat(page.locator("#remarks img")).isVisible();
        seen.look(page, "inside");
        assertThat(seen.found()).isEmpty();
    }
}
