package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of {@code weather site}, on a host that sets no headers, below a path of it: the browser alone answers. */
class SiteTest {
    private static final long MOST_FIRST_VIEW = 300 * 1024;
    private static final long MOST_ENGINE = 12 << 20;
    /** Whether model and runtime, whole, are kept on the device. */
    private static final String ENGINE_IS_KEPT = """
            async () => {
              const name = (await caches.keys()).find((key) => key.includes(" engine "));
              return name && (await (await caches.open(name)).keys()).length === 4;
            }""";

    @TempDir
    private static Path host;

    private static Browser browser;
    private static WrittenSite site;

    @BeforeAll
    static void write() throws IOException {
        site = WrittenSite.open(host, "weather/3");
        browser = Browser.open("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothingWentWrong() {
        browser.assertNoFaults();
    }

    /** As a first visit finds it. */
    private static Page visit(NewContextOptions options) {
        Page page = site.page(browser, options);
        page.navigate(site.address(""));
        return page;
    }

    private static void assertSunny(Page page) {
        assertThat(page.locator("#verdict")).hasText("It is sunny.");
    }

    private static void again(Page page) {
        page.locator("#again").click();
        assertThat(page.locator("#choose")).isVisible();
    }

    private static void waitUntilKept(Page page) {
        page.waitForFunction("() => navigator.serviceWorker.controller");
    }

    @Test
    void everyWayIn_isAnsweredByTheDevice() throws IOException {
        Page page = visit(new NewContextOptions());
        page.setInputFiles("#photo", ServedPage.sample("sun.jpg"));
        assertSunny(page);
        assertThat(page.locator("#bars li")).hasCount(6);
        page.locator("#heat").check();
        assertThat(page.locator("#answer-heat")).isVisible();

        String photo = Base64.getEncoder().encodeToString(Files.readAllBytes(ServedPage.sample("sun.jpg")));
        for (String kind : List.of("drop", "paste")) {
            again(page);
            page.evaluate(PageTest.HAND_OVER, List.of(kind, photo, ""));
            assertSunny(page);
        }
        again(page);
        page.locator(".sample[value=room]").click();
        assertThat(page.locator("#verdict")).hasText("This does not look like an outdoor photo.");
        again(page);
        page.locator("#camera-button").click();
        page.locator("#camera-live").check();
        assertThat(page.locator("#camera-answer")).containsText("%");
        page.locator("#camera-take").click();
        assertThat(page.locator("#answer")).isVisible();
        assertThat(page.locator("#because")).containsText("%");
        page.goBack();
        assertThat(page.locator("#choose")).isVisible();
        page.context().close();
    }

    @Test
    void severalPhotos_getATileEach_aSummaryAndATable() throws IOException {
        Page page = visit(new NewContextOptions());
        page.setInputFiles("#photo", new FilePayload[] {
            payload("sun.jpg"), new FilePayload("broken.jpg", "image/jpeg", new byte[500]), payload("snow.jpg")
        });
        assertThat(page.locator("#several-status")).hasText("3 photos looked at");
        assertThat(page.locator("#summary li")).hasText(new String[] {"1 × sunny", "1 × snowy", "1 could not be read"});
        Download download = page.waitForDownload(page.locator("#csv")::click);
        assertThat(Files.readAllLines(download.path()))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("sun.jpg,sunny,sunny,0."))
                .anyMatch(line -> line.startsWith("broken.jpg,,,,,,,,,,,,not-a-photo,"));
        page.context().close();
    }

    private static FilePayload payload(String sample) throws IOException {
        return new FilePayload(sample, "image/jpeg", Files.readAllBytes(ServedPage.sample(sample)));
    }

    @Test
    void webAddress_isReadWhereItsHostLetsOtherPagesReadIt() throws IOException {
        String elsewhere = "https://photos.example/";
        Page page = browser.page(
                List.of(site.address(""), elsewhere),
                new NewContextOptions().setServiceWorkers(ServiceWorkerPolicy.BLOCK));
        byte[] photo = Files.readAllBytes(ServedPage.sample("sun.jpg"));
        page.route(elsewhere + "open.jpg", route -> fulfil(route, photo, "*"));
        page.route(elsewhere + "closed.jpg", route -> fulfil(route, photo, "https://friend.example"));
        page.navigate(site.address("?photo=" + elsewhere + "open.jpg"));
        assertSunny(page);
        assertThat(page.locator("#copy-link")).isVisible();
        browser.assertNoFaults();

        again(page);
        page.locator("#url").fill(elsewhere + "closed.jpg");
        page.locator("#url").press("Enter");
        assertThat(page.locator("#problem-text")).containsText("its host lets no other page read it");
        browser.forgetRefusedOrigins();
        page.locator("#problem-again").click();
        page.locator("#url").fill("http://photos.example/open.jpg");
        page.locator("#url").press("Enter");
        assertThat(page.locator("#problem-text")).containsText("must begin with https://");
        page.context().close();
    }

    private static void fulfil(Route route, byte[] photo, String readableBy) {
        route.fulfill(new Route.FulfillOptions()
                .setContentType("image/jpeg")
                .setHeaders(Map.of("Access-Control-Allow-Origin", readableBy))
                .setBodyBytes(photo));
    }

    @Test
    void afterTheFirstVisit_itAnswersWithoutANetwork() throws IOException {
        Page page = visit(new NewContextOptions());
        page.locator(".sample[value=sun]").click();
        assertSunny(page);
        assertThat(page.evaluate("crossOriginIsolated")).isEqualTo(false);
        waitUntilKept(page);
        page.waitForFunction(ENGINE_IS_KEPT);
        page.context().setOffline(true);
        page.reload();
        assertThat(page.locator("#offline")).isVisible();
        assertThat(page.evaluate("crossOriginIsolated")).isEqualTo(true);
        page.setInputFiles("#photo", ServedPage.sample("sun.jpg"));
        assertSunny(page);
        page.locator("nav a[lang=de]").click();
        page.locator(".sample[value=sun]").click();
        assertThat(page.locator("#verdict")).hasText("Es ist sonnig.");
        page.context().close();
    }

    @Test
    void newVersion_isGivenToWhoeverComesNext_andAnOpenPageGoesOnWithTheOld(@TempDir Path other, @TempDir Path profile)
            throws Exception {
        try (WrittenSite changing = WrittenSite.open(other, "sun-rain/4")) {
            assertThat(UnwatchedVisit.ofTwoVersions(changing, "weather/3", profile))
                    .containsExactly(
                            "first: It is sunny. (2 labels)",
                            "open: sun-rain:4",
                            "next: weather:3",
                            "answerOfNext: It is snowy. (6 labels)",
                            "answerOfOpen: It is raining. (2 labels)");
        }
    }

    @Test
    void browsersLanguage_isChosen_untilTheVisitorChooses() {
        Page page = visit(new NewContextOptions().setLocale("de-CH"));
        assertThat(page).hasURL(site.address("de/"));
        page.locator("nav a[lang=en]").click();
        assertThat(page).hasURL(site.address(""));
        page.reload();
        assertThat(page).hasURL(site.address(""));
        assertThat(page.locator("h1")).hasText("Show it a photo, it tells the weather.");
        page.locator("footer a[href*=card]").click();
        assertThat(page.locator("article h1")).containsText("weather");
        page.context().close();
    }

    @Test
    void firstView_andWhatAnAnswerLoads_areSmall() throws IOException {
        Page page = site.page(browser, new NewContextOptions().setServiceWorkers(ServiceWorkerPolicy.BLOCK));
        List<Request> requests = new ArrayList<>();
        page.onRequestFinished(requests::add);
        page.navigate(site.address(""));
        page.waitForLoadState(LoadState.NETWORKIDLE);
        long view = 0;
        for (Request request : requests) {
            view += packed(request.response().body());
        }
        page.context().close();
        long engine = 0;
        try (Stream<Path> files = Files.walk(site.file(""))) {
            for (Path file : files.filter(file -> file.toString().matches(".*/(model|runtime)/.*/.*"))
                    .toList()) {
                engine += packed(Files.readAllBytes(file));
            }
        }
        System.out.println("A site's first view: " + view / 1024 + " KB in " + requests.size()
                + " requests, and its model and runtime: " + engine / 1024 + " KB, as hosts pack them");
        assertThat(requests).hasSizeGreaterThan(10);
        assertThat(view).isLessThan(MOST_FIRST_VIEW);
        assertThat(engine).isBetween(1L << 20, MOST_ENGINE);
    }

    private static long packed(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.size();
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280, 900", "DARK, 375, 740"})
    void everyState_isAccessible_andFitsTheScreen(ColorScheme scheme, int width, int height) {
        Page page = visit(new NewContextOptions()
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(width, height));
        Accessibility seen = new Accessibility();
        seen.look(page, "choose");
        page.locator(".sample[value=sun]").click();
        page.locator("#heat").check();
        seen.look(page, "answer");
        again(page);
        page.setInputFiles("#photo", new FilePayload("none.jpg", "", new byte[9]));
        assertThat(page.locator("#problem")).isVisible();
        seen.look(page, "problem");
        page.navigate(site.address("404.html"));
        seen.look(page, "missing");
        page.context().close();
        assertThat(seen.found()).isEmpty();
    }
}
