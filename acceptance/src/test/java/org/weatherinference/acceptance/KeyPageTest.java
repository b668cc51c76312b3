package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.server.Setting;
import org.weatherinference.state.Database;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Right;

/** The page of a server that asks for keys. */
class KeyPageTest {
    private static final Map<Setting, String> CLOSED = Map.of(Setting.REQUIRE_KEY, "true");

    @TempDir
    private Path home;

    private static Page opened(ServedPage served) {
        Page page = served.page();
        page.navigate(served.address("/"));
        assertThat(page.locator("#embed-snippet")).not().isEmpty();
        return page;
    }

    @Test
    void closedPage_asksForAKey_andKeepsItForTheNextPhoto() throws Exception {
        try (ServedPage served = ServedPage.open(home, CLOSED);
                Database database = Database.at(Database.standardAddress(home))) {
            String key = new Keys(database, InstantSource.system())
                    .create("visitor", Set.of(Right.CLASSIFY), null, null)
                    .text();
            Page page = opened(served);
            page.locator(".sample[value=rain]").click();
            assertThat(page.locator("#problem-text")).containsText("only those who have a key");
            Accessibility seen = new Accessibility();
            seen.look(page, "key");
            assertThat(seen.found()).isEmpty();
            page.locator("#key").fill(key);
            page.locator("#key-form button").click();
            assertThat(page.locator("#verdict")).containsText("raining");
            assertThat(page.locator("#curl")).containsText("Authorization: Bearer $KEY");
            page.locator("#again").click();
            page.locator(".sample[value=snow]").click();
            assertThat(page.locator("#verdict")).containsText("snowy");
            served.browser().forgetFailedRequests();
            served.browser().assertNoFaults();
        }
    }

    @Test
    void openPage_answersWithoutAKey() throws Exception {
        try (ServedPage served =
                ServedPage.open(home, Map.of(Setting.REQUIRE_KEY, "true", Setting.OPEN_PAGE, "true"))) {
            Page page = opened(served);
            page.locator(".sample[value=rain]").click();
            assertThat(page.locator("#verdict")).containsText("raining");
            page.locator("#wrong summary").click();
            page.locator("#wrong-form button[value=snowy]").click();
            assertThat(page.locator("#wrong-said")).containsText("is noted");
            served.browser().assertNoFaults();
        }
    }
}
