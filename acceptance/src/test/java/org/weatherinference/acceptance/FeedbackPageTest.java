package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;
import org.weatherinference.state.Database;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.PhotoFolder;
import org.weatherinference.state.Remark;
import org.weatherinference.state.RemarkFilter;

/** A visitor says on the page what an answer should have been, and takes it back. */
class FeedbackPageTest {
    @TempDir
    private static Path home;

    private static ServedPage served;
    private static Database database;
    private static Feedback feedback;

    private Page page;

    @BeforeAll
    static void start() throws Exception {
        served = ServedPage.open(home);
        database = Database.at(Database.standardAddress(home));
        feedback = new Feedback(database, PhotoFolder.standard(home), InstantSource.system());
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
        page.navigate(served.address("/"));
        assertThat(page.locator("#embed-snippet")).not().isEmpty();
    }

    @AfterEach
    void close() throws Exception {
        page.context().close();
        served.browser().assertNoFaults();
        for (Remark remark : remarks()) {
            feedback.delete(remark.id());
        }
    }

    private static List<Remark> remarks() throws Exception {
        return feedback.list(RemarkFilter.ALL, null, 100).remarks();
    }

    private void answerSample(String sample) {
        page.locator("#photo").setInputFiles(ServedPage.sample(sample));
        assertThat(page.locator("#verdict")).isVisible();
        page.locator("#wrong summary").click();
    }

    private Locator label(String label) {
        return page.locator("#wrong-form button[value=" + label + "]");
    }

    @Test
    void withoutConsent_onlyTheLabelsAreKept() throws Exception {
        answerSample("rain.jpg");
        assertThat(label("raining")).isHidden();
        label("snowy").click();
        assertThat(page.locator("#wrong-said")).containsText("“snowy” is noted. Your photo was not kept.");
        assertThat(remarks()).singleElement().satisfies(remark -> {
            assertThat(remark.answered()).isEqualTo("raining");
            assertThat(remark.given()).isEqualTo("snowy");
            assertThat(remark.photo()).isNull();
        });
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(file -> file.toString().contains(".jpg"))).isEmpty();
        }
    }

    @Test
    void withConsent_thePhotoIsKeptUntilItIsTakenBack() throws Exception {
        answerSample("fog.jpg");
        page.locator("#consent").check();
        label("cloudy").click();
        assertThat(page.locator("#wrong-said")).containsText("your photo is kept as “cloudy”");
        String hash = Objects.requireNonNull(remarks().getFirst().photo());
        Optional<byte[]> kept = feedback.photo(hash);
        assertThat(PhotoDecoder.create(PhotoLimits.DEFAULT)
                        .header(kept.orElseThrow())
                        .uprightHeight())
                .isGreaterThan(200);
        page.locator("#take-back").click();
        assertThat(label("cloudy")).isVisible();
        assertThat(page.locator("#consent")).not().isChecked();
        assertThat(remarks()).isEmpty();
        assertThat(feedback.photo(hash)).isEmpty();
    }

    @Test
    void photoFromTheWeb_isNotAskedFor() throws Exception {
        page.locator("#url").fill(served.elsewhere("snow.jpg"));
        page.locator("#url-form button").click();
        assertThat(page.locator("#verdict")).isVisible();
        page.locator("#wrong summary").click();
        assertThat(page.locator("#consent-choice")).isHidden();
        label("foggy").click();
        assertThat(page.locator("#wrong-said")).containsText("“foggy” is noted");
        assertThat(remarks()).hasSize(1);
    }

    @Test
    void nextAnswer_isAskedAboutAnew() {
        answerSample("sun.jpg");
        label("cloudy").click();
        assertThat(page.locator("#wrong-thanks")).isVisible();
        page.locator("#again").click();
        answerSample("snow.jpg");
        assertThat(page.locator("#wrong-thanks")).isHidden();
        assertThat(label("snowy")).isHidden();
        assertThat(label("sunny")).isVisible();
    }

    @Test
    void slowReceipt_isNotTakenForOneAboutTheNextAnswer() throws Exception {
        List<Route> held = new ArrayList<>();
        page.route("**/v1/feedback", held::add);
        answerSample("sun.jpg");
        label("cloudy").click();
        page.waitForCondition(() -> !held.isEmpty());
        page.locator("#again").click();
        answerSample("snow.jpg");
        held.getFirst().resume();
        page.waitForCondition(() -> said() == 1);
        assertThat(page.locator("#wrong-thanks")).isHidden();
        page.unroute("**/v1/feedback");
        label("foggy").click();
        assertThat(page.locator("#wrong-thanks")).isVisible();
        assertThat(remarks()).extracting(Remark::answered).containsExactlyInAnyOrder("sunny", "snowy");
    }

    private static int said() {
        try {
            return remarks().size();
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        }
    }

    @Test
    void whatIsSaidTwice_isRefusedInWords() throws Exception {
        answerSample("sun.jpg");
        label("cloudy").click();
        assertThat(page.locator("#wrong-thanks")).isVisible();
        // Of another tab, say, that shows the same answer.
        page.evaluate("""
                () => {
                  document.getElementById("wrong-form").hidden = false;
                  document.getElementById("wrong-thanks").hidden = true;
                }""");
        label("foggy").click();
        assertThat(page.locator("#wrong-problem")).containsText("in conflict");
        assertThat(remarks()).hasSize(1);
        served.browser().forgetFailedRequests();
    }

    @Test
    void askingForFeedback_isAccessible() {
        Accessibility seen = new Accessibility();
        answerSample("rain.jpg");
        seen.look(page, "question");
        label("snowy").click();
        assertThat(page.locator("#wrong-said")).isFocused();
        seen.look(page, "thanks");
        assertThat(seen.found()).isEmpty();
    }
}
