package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page for everybody: by keyboard, on phone and desktop, light and dark (WCAG 2.2 AA). */
class PageForAllTest {
    private static final String FOCUSED = "document.activeElement.id || document.activeElement.className";
    /** The outline of what has the focus, or of what stands for it. */
    private static final String OUTLINE = """
            () => {
              const focused = document.activeElement;
              const seen = focused.matches(".file-input") ? focused.nextElementSibling : focused;
              return getComputedStyle(seen).outlineStyle;
            }""";

    @TempDir
    private static Path home;

    private static ServedPage served;

    @BeforeAll
    static void start() throws Exception {
        served = ServedPage.open(home);
    }

    @AfterAll
    static void stop() throws IOException {
        if (served != null) {
            served.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280, 900", "DARK, 1280, 900", "LIGHT, 375, 740", "DARK, 375, 740", "LIGHT, 320, 480"})
    void everyState_isAccessible_andFitsTheScreen(ColorScheme scheme, int width, int height) {
        Page page = served.page(new NewContextOptions()
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(width, height));
        Accessibility seen = new Accessibility();

        page.navigate(served.address("/"));
        seen.look(page, "choose");
        page.locator("#camera-button").click();
        assertThat(page.locator("#camera")).isVisible();
        seen.look(page, "camera");
        page.locator("#camera-close").click();

        page.route("**/v1/classify*", _ -> {});
        page.setInputFiles("#photo", ServedPage.sample("sun.jpg"));
        assertThat(page.locator("#look-photo")).isVisible();
        seen.look(page, "look");
        page.locator("#cancel").click();
        page.unroute("**/v1/classify*");

        page.locator(".sample[value=sun]").click();
        page.locator("#heat").check();
        page.locator("#answer details:has(#curl) summary").click();
        page.locator("#wrong summary").click();
        seen.look(page, "answer");
        page.locator("#again").click();

        page.setInputFiles("#photo", new FilePayload("none.jpg", "", new byte[9]));
        assertThat(page.locator("#problem")).isVisible();
        seen.look(page, "problem");
        page.locator("#problem-again").click();

        page.setInputFiles("#photo", new Path[] {ServedPage.sample("sun.jpg"), ServedPage.sample("snow.jpg")});
        assertThat(page.locator("#csv")).isVisible();
        seen.look(page, "several");

        page.context().setOffline(true);
        assertThat(page.locator("#offline")).isVisible();
        seen.look(page, "offline");
        page.context().setOffline(false);

        page.navigate(served.address("/embed"));
        seen.look(page, "embed");
        page.navigate(served.address("/models/weather"));
        seen.look(page, "card");
        page.context().close();

        assertThat(seen.found()).isEmpty();
        served.browser().forgetFailedRequests();
        served.browser().assertNoFaults();
    }

    @Test
    void keyboardAlone_isEnough() {
        Page page = served.page();
        page.navigate(served.address("/"));
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        tabTo(page, "photo");
        tabTo(page, "camera-button");
        tabTo(page, "url");
        tabTo(page, "sample");
        page.keyboard().press("Enter");
        assertThat(page.locator("#verdict")).hasText("It is sunny.");
        tabTo(page, "heat");
        page.keyboard().press("Space");
        assertThat(page.locator("#answer-heat")).isVisible();
        tabTo(page, "again");
        page.keyboard().press("Enter");
        assertThat(page.locator("#choose-title")).isFocused();
        page.context().close();
        served.browser().assertNoFaults();
    }

    /** Goes forward until the focus, which must be seen on the way, is there. */
    private static void tabTo(Page page, String idOrClass) {
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            assertThat(page.evaluate(OUTLINE))
                    .as("outline of %s", page.evaluate("document.activeElement.outerHTML"))
                    .isEqualTo("solid");
            if (page.evaluate(FOCUSED).equals(idOrClass)) {
                return;
            }
        }
        throw new AssertionError("the Tab key does not lead to " + idOrClass);
    }
}
