package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;

/** The API's page in a real browser. */
class ApiPageTest {
    @TempDir
    private Path home;

    @Test
    void tryItOut_classifiesARealFile() throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        ServerSettings settings = ServerSettings.of(Map.of(Setting.PORT, "0"), Map.of(), null);
        try (WeatherServer server = WeatherServer.start(settings, Checkout.shipped(home), nowhere, nowhere);
                Browser browser = Browser.open()) {
            String address = "http://127.0.0.1:" + server.port();
            Page page = browser.page(address);
            page.navigate(address + "/docs");
            Locator operation = page.locator("#operations-classify-classify");
            operation.locator(".opblock-summary").click();
            operation.locator("input[type=file]").setInputFiles(Checkout.root().resolve("samples/sun.jpg"));
            operation.locator("button.execute").click();
            Locator answer =
                    operation.locator(".live-responses-table .response").first();
            assertThat(answer.locator(".response-col_status")).containsText("200");
            assertThat(answer.locator(".response-col_description")).containsText("\"label\": \"sunny\"");
            browser.assertNoFaults();
        }
    }
}
