package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.evaluation.Evaluator;
import org.weatherinference.evaluation.Report;
import org.weatherinference.evaluation.ReportFolder;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.Classifier;

/** The report of a shipped bundle, opened from disk in a real browser: no server is there to ask. */
class ReportPageTest {
    private static final List<String> RAINY = List.of("rain", "fog");
    private static final List<String> SUNNY = List.of("sun", "snow");

    @TempDir
    private static Path home;

    private static Path report;
    private static Browser browser;

    private Page page;

    @BeforeAll
    static void writeReport() throws Exception {
        Path photos = home.resolve("photos");
        copySamples(RAINY, photos.resolve("raining"));
        copySamples(SUNNY, photos.resolve("sunny"));
        Dataset dataset = Dataset.read(photos);
        Bundle bundle = Checkout.shipped(home).resolve("sun-rain");
        ReportFolder folder = ReportFolder.at(home.resolve("report"));
        try (Classifier classifier = bundle.classifier()) {
            var measured = new Evaluator(classifier, bundle.manifest(), 1).evaluate(dataset);
            folder.write(Report.of(dataset, measured, null), classifier, 1, () -> {});
        }
        report = folder.page();
        browser = Browser.open();
    }

    private static void copySamples(List<String> names, Path folder) throws Exception {
        Files.createDirectories(folder);
        for (String name : names) {
            Files.copy(Checkout.root().resolve("samples/" + name + ".jpg"), folder.resolve(name + ".jpg"));
        }
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        page = browser.page("file://");
        page.navigate(report.toUri().toString());
    }

    @AfterEach
    void nothingWentWrong() {
        browser.assertNoFaults();
        page.close();
    }

    @Test
    void cell_opensItsPhotos() {
        Locator cell = page.locator(".matrix a").first();
        Locator photos = page.locator(cell.getAttribute("href"));
        assertThat(photos).isHidden();
        cell.click();
        assertThat(photos).isVisible();
        Locator picture = photos.locator("img").first();
        assertThat(picture).isVisible();
        assertThat(picture.evaluate("picture => picture.naturalWidth")).isEqualTo(160);
        photos.getByText("Close").click();
        assertThat(photos).isHidden();
    }

    @Test
    void photo_leadsToItsFile() {
        page.locator(".matrix a").first().click();
        page.locator(".group:target .card a").first().click();
        page.waitForURL(url -> url.startsWith("file://") && url.endsWith(".jpg"));
        assertThat(page.evaluate("document.images[0].naturalWidth")).isNotEqualTo(0);
    }

    @Test
    void heat_canBeTakenOff() {
        Locator heat = page.locator(".heat").first();
        assertThat(heat).isVisible();
        page.locator("#heat").uncheck();
        assertThat(heat).isHidden();
    }

    @Test
    void phone_needsNoScrollingSideways() {
        page.setViewportSize(360, 740);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
    }
}
