package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's ways in, what comes out, and what happens when something goes wrong. */
class PageTest {
    private static final String CLASSIFY = "**/v1/classify*";
    /** What another program hands over: a file, or words. */
    static final String HAND_OVER = """
            ([kind, base64, words]) => {
              const data = new DataTransfer();
              if (base64) {
                const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
                data.items.add(new File([bytes], "handed.jpg", { type: "image/jpeg" }));
              } else {
                data.setData("text/plain", words);
              }
              const event = kind === "paste"
                ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true })
                : new DragEvent("drop", { dataTransfer: data, bubbles: true });
              document.body.dispatchEvent(event);
            }""";

    @TempDir
    private static Path home;

    private static ServedPage served;

    private Page page;
    private final List<Request> questions = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        served = ServedPage.open(home, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
    }

    @AfterAll
    static void stop() throws IOException {
        if (served != null) {
            served.close();
        }
    }

    @BeforeEach
    void open() {
        page = served.page();
        page.onRequest(request -> {
            if (request.url().contains("/v1/classify")) {
                questions.add(request);
            }
        });
        page.navigate(served.address("/"));
        // The last that the scripts fill in.
        assertThat(page.locator("#embed-snippet")).not().isEmpty();
    }

    @AfterEach
    void close() {
        page.context().close();
        served.browser().assertNoFaults();
    }

    private void choose(String... samples) {
        page.setInputFiles(
                "#photo", List.of(samples).stream().map(ServedPage::sample).toArray(Path[]::new));
    }

    private void chooseFile(String name, byte[] bytes) {
        page.setInputFiles("#photo", new FilePayload(name, "", bytes));
    }

    private void assertSunny() {
        assertThat(page.locator("#verdict")).hasText("It is sunny.");
        assertThat(page.locator("#steps [aria-current=step]")).containsText("Answer");
    }

    private void assertProblem(String words) {
        assertThat(page.locator("#problem-text")).containsText(words);
    }

    @Test
    void file_isAnsweredWithOneRequest() {
        assertThat(page.locator("#steps [aria-current=step]")).containsText("Choose a photo");
        choose("sun.jpg");
        assertSunny();
        assertThat(questions).hasSize(1);
        assertThat(page.locator("#verdict")).isFocused();
        assertThat(page.locator("#announcement")).containsText("It is sunny. 8");
        assertThat(page.locator("#answer-drawing")).hasAttribute("href", Pattern.compile(".*#sunny"));
        assertThat(page.locator("#because")).containsText("% sure");
        assertThat(page.locator("#bars li")).hasCount(6);
        assertThat(page.locator("#bars li").first()).containsText("%");
        assertThat(page.locator("#took")).containsText("Answered in 0");
    }

    @Test
    void bundle_leadsToItsCard() {
        choose("sun.jpg");
        page.locator("#answer a[href*='/models/']").click();
        assertThat(page.locator("article h1")).containsText("weather");
    }

    @Test
    void heat_liesOverThePhotoWhenAskedFor() {
        choose("rain.jpg");
        Locator heat = page.locator("#answer-heat");
        assertThat(page.locator("#answer-photo")).isVisible();
        assertThat(heat).not().isVisible();
        page.locator("#heat").check();
        assertThat(heat).isVisible();
        assertThat(heat.boundingBox().width)
                .isEqualTo(page.locator("#answer-photo").boundingBox().width);
    }

    @Test
    void curl_asksTheSame() throws Exception {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        choose("sun.jpg");
        page.locator("#answer details:has(#curl) summary").click();
        page.locator("#copy-curl").click();
        assertThat(page.locator("#copy-curl")).containsText("Copied");
        String command = (String) page.evaluate("navigator.clipboard.readText()");
        Process shell = new ProcessBuilder("bash", "-c", command)
                .directory(ServedPage.sample("").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).contains("\"verdict\":\"sunny\"");
    }

    @ParameterizedTest
    @CsvSource({"drop", "paste"})
    void photoFromAnotherProgram_isAnswered(String kind) throws IOException {
        byte[] photo = Files.readAllBytes(ServedPage.sample("sun.jpg"));
        page.evaluate(HAND_OVER, List.of(kind, Base64.getEncoder().encodeToString(photo), ""));
        assertSunny();
        assertThat(questions).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"drop", "paste"})
    void addressFromAnotherProgram_isAnswered(String kind) {
        page.evaluate(HAND_OVER, List.of(kind, "", served.elsewhere("sun.jpg")));
        assertSunny();
    }

    @Test
    void draggedOver_thePageSaysSo() {
        page.evaluate("document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true }))");
        assertThat(page.locator("#drop")).isVisible();
        page.evaluate("document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true }))");
        assertThat(page.locator("#drop")).not().isVisible();
    }

    @Test
    void webAddress_isAnswered_andItsLinkGivesTheSame() {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.locator("#url").fill(served.elsewhere("sun.jpg"));
        page.locator("#url").press("Enter");
        assertSunny();
        assertThat(page.locator("#answer-photo")).hasAttribute("src", Pattern.compile("data:image/.*"));
        page.locator("#copy-link").click();
        assertThat(page.locator("#copy-link")).containsText("Copied");
        String link = (String) page.evaluate("navigator.clipboard.readText()");
        page.navigate("about:blank");
        page.navigate(link);
        assertSunny();
        page.reload();
        assertSunny();
    }

    @Test
    void webAddressThatMayNotBeFetched_isSaid() {
        page.locator("#url").fill("http://169.254.169.254/latest/meta-data");
        page.locator("#url").press("Enter");
        assertProblem("Photos are not fetched from this address");
        page.locator("#problem-again").click();
        assertThat(page.locator("#choose")).isVisible();
        page.locator("#url").fill(served.elsewhere("none.jpg"));
        page.locator("#url").press("Enter");
        assertProblem("There was no photo at this address");
        served.browser().forgetFailedRequests();
    }

    @Test
    void sample_isAnsweredOnAClick() {
        page.locator(".sample[value=sun]").click();
        assertSunny();
    }

    @Test
    void severalPhotos_getATileEach_aSummaryAndATable() throws IOException {
        page.setInputFiles("#photo", new FilePayload[] {
            payload("=sun.jpg", "sun.jpg"),
            new FilePayload("broken.jpg", "image/jpeg", new byte[500]),
            payload("rain.jpg", "rain.jpg")
        });
        assertThat(page.locator("#several-status")).hasText("3 photos looked at");
        assertThat(page.locator("#summary li"))
                .hasText(new String[] {"1 × sunny", "1 × raining", "1 could not be read"});
        assertThat(page.locator(".tile").nth(1)).containsText("not a photo that can be read");
        Download download = page.waitForDownload(page.locator("#csv")::click);
        List<String> table = Files.readAllLines(download.path());
        assertThat(table.getFirst())
                .isEqualTo(
                        "photo,verdict,label,confidence,cloudy,foggy,other,raining,snowy,sunny,model,applied,error,detail");
        assertThat(table).hasSize(4);
        assertThat(table.get(1)).startsWith("'=sun.jpg,sunny,sunny,0.8");
        assertThat(table.get(2)).startsWith("broken.jpg,,,,,,,,,,,,not-a-photo,");
        page.locator(".tile-open").last().click();
        assertThat(page.locator("#verdict")).hasText("It is raining.");
        page.locator("#back").click();
        assertThat(page.locator("#several")).isVisible();
        served.browser().forgetFailedRequests();
    }

    private static FilePayload payload(String name, String sample) throws IOException {
        return new FilePayload(name, "image/jpeg", Files.readAllBytes(ServedPage.sample(sample)));
    }

    @Test
    void camera_takesAPhoto_orTellsAllTheTime() {
        page.locator("#camera-button").click();
        page.locator("#camera-live").check();
        assertThat(page.locator("#camera-answer")).containsText("%");
        page.locator("#camera-take").click();
        assertThat(page.locator("#because")).containsText("%");
        assertThat(page.locator("#answer-photo")).isVisible();
        assertThat(page.evaluate("document.getElementById('camera-video').srcObject"))
                .isNull();
    }

    @Test
    void cameraThatIsRefused_isSaid() throws Exception {
        try (Browser refusing = Browser.open("--deny-permission-prompts")) {
            Page own = refusing.page(served.address("/"));
            own.navigate(served.address("/"));
            own.locator("#camera-button").click();
            assertThat(own.locator("#camera-answer")).containsText("cannot be used");
            own.locator("#camera-close").click();
            assertThat(own.locator("#camera")).not().isVisible();
            refusing.assertNoFaults();
        }
    }

    @Test
    void cancel_leadsBack_andTheSamePhotoMayBeChosenAgain() {
        page.route(CLASSIFY, _ -> {});
        choose("sun.jpg");
        assertThat(page.locator("#look-status")).containsText("Sending the photo");
        assertThat(page.locator("#look-photo")).isVisible();
        assertThat(page.locator("#steps [aria-current=step]")).containsText("Look");
        page.locator("#cancel").click();
        assertThat(page.locator("#choose")).isVisible();
        page.unroute(CLASSIFY);
        choose("sun.jpg");
        assertSunny();
    }

    @Test
    void wayBack_leadsToTheChoice() {
        choose("sun.jpg");
        assertSunny();
        page.goBack();
        assertThat(page.locator("#choose")).isVisible();
    }

    @Test
    void busyServer_isAskedAgain() {
        AtomicInteger turns = new AtomicInteger();
        page.route(CLASSIFY, route -> {
            if (turns.getAndIncrement() == 0) {
                refuse(route, 503, "busy", Map.of("Retry-After", "2"));
            } else {
                route.resume();
            }
        });
        choose("sun.jpg");
        assertThat(page.locator("#look-status")).containsText("trying again in 2 s");
        assertSunny();
        assertThat(turns).hasValue(2);
        served.browser().forgetFailedRequests();
    }

    private static void refuse(Route route, int status, String type, Map<String, String> headers) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setHeaders(headers)
                .setContentType("application/problem+json")
                .setBody("{\"type\":\"" + type + "\",\"status\":" + status + ",\"detail\":\"as the test wants\"}"));
    }

    @Test
    void answerOfSomethingBetween_isAProblemToo() {
        page.route(
                CLASSIFY,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(502)
                        .setContentType("text/html")
                        .setBody("<h1>Bad gateway</h1>")));
        choose("sun.jpg");
        assertProblem("The server made a mistake");
        served.browser().forgetFailedRequests();
    }

    @Test
    void offline_isSaid_andTriedAgainOnAClick() {
        page.context().setOffline(true);
        assertThat(page.locator("#offline")).isVisible();
        choose("sun.jpg");
        assertProblem("cannot be reached");
        page.context().setOffline(false);
        assertThat(page.locator("#offline")).not().isVisible();
        page.locator("#retry").click();
        assertSunny();
        served.browser().forgetFailedRequests();
    }

    @Test
    void photoThatCannotBeRead_isSaidPlainly() {
        byte[] heic = new byte[300_000];
        System.arraycopy("\0\0\0\30ftypheic".getBytes(UTF_8), 0, heic, 0, 12);
        chooseFile("IMG_1.HEIC", heic);
        assertProblem("Save it as JPEG");
        page.locator("#problem-more summary").click();
        assertThat(page.locator("#problem-detail")).containsText("HEIC");
        chooseFile("empty.jpg", new byte[0]);
        assertProblem("not a photo that can be read");
        served.browser().forgetFailedRequests();
    }

    @Test
    void language_isTheBrowsers_orTheOneChosen() {
        Page german = served.page(new NewContextOptions().setLocale("de-DE"));
        german.navigate(served.address("/"));
        assertThat(german.locator("#embed-snippet")).not().isEmpty();
        german.locator(".sample[value=sun]").click();
        assertThat(german.locator("#verdict")).hasText("Es ist sonnig.");
        assertThat(german.locator("#because")).containsText(" % sicher");
        german.locator("nav a[lang=en]").click();
        german.locator(".sample[value=sun]").click();
        assertThat(german.locator("#verdict")).hasText("It is sunny.");
        german.context().close();
    }

    @Test
    void theme_isKept() {
        assertThat(page.locator("html")).not().hasAttribute("data-theme", "dark");
        page.locator("#theme").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    }

    @Test
    void firstLoad_isSmall() {
        Page fresh = served.page();
        List<Request> requests = new ArrayList<>();
        fresh.onRequestFinished(requests::add);
        fresh.navigate(served.address("/"));
        fresh.waitForLoadState(LoadState.NETWORKIDLE);
        long bytes = 0;
        for (Request request : requests) {
            bytes += request.sizes().responseBodySize + request.sizes().responseHeadersSize;
        }
        System.out.println("The page's first load: " + bytes / 1024 + " KB in " + requests.size() + " requests");
        assertThat(requests).hasSizeGreaterThan(10);
        assertThat(bytes).isLessThan(250 * 1024);
        fresh.context().close();
    }

    @Test
    void embedded_inAnotherHostsPage_answers() {
        String snippet = page.locator("#embed-snippet").textContent();
        String photo = URLEncoder.encode(served.elsewhere("sun.jpg"), UTF_8);
        served.publish("<!doctype html><title>My blog</title><link rel=icon href=data:,>"
                + snippet.replace("&amp;theme=light", "&amp;theme=dark&amp;photo=" + photo));
        Page blog = served.browser().page(List.of(served.address("/"), served.elsewhere("")), new NewContextOptions());
        blog.navigate(served.elsewhere("blog"));
        FrameLocator frame = blog.frameLocator("iframe");
        assertThat(frame.locator("#verdict")).hasText("It is sunny.");
        assertThat(frame.locator("html")).hasAttribute("data-theme", "dark");
        frame.locator("#again").click();
        frame.locator(".sample[value=rain]").click();
        assertThat(frame.locator("#verdict")).hasText("It is raining.");
        blog.context().close();
    }

    @Test
    void withoutScripts_theFormsAnswer() {
        Page plain = served.page(new NewContextOptions().setJavaScriptEnabled(false));
        plain.navigate(served.address("/"));
        plain.locator("#photo").setInputFiles(ServedPage.sample("sun.jpg"));
        plain.locator("#photo-form button[type=submit]").click();
        assertThat(plain.locator("#verdict")).hasText("It is sunny.");
        assertThat(plain.locator("#steps [aria-current=step]")).containsText("Answer");
        plain.locator("#heat").check();
        assertThat(plain.locator("#answer-heat")).isVisible();
        plain.locator("#again").click();
        plain.locator("#url").fill(served.elsewhere("rain.jpg"));
        plain.locator("#url-form button").click();
        assertThat(plain.locator("#verdict")).hasText("It is raining.");
        plain.navigate(served.address("/?lang=de"));
        plain.locator(".sample[value=sun]").click();
        assertThat(plain.locator("#verdict")).hasText("Es ist sonnig.");
        plain.context().close();
    }
}
