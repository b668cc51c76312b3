package org.weatherinference.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole circle: visitors correct answers and give their photos, an operator looks through them, has the next
 * version trained from them, tries it out, promotes it and takes it back.
 */
class CircleTest {
    private static final int CORRECTIONS = 10;
    private static final int WORKER_PATIENCE = 120;
    private static final int TRAINING_MILLIS = 300_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path home;

    private CommandLine weather;

    @BeforeEach
    void open() throws IOException {
        weather = new CommandLine(FreshClone.weather().checkout(), home);
    }

    @Test
    void correctionsOfVisitors_becomeAVersion_thatGoesLiveAndBack() throws Exception {
        String key = printed("keys", "create", "--name", "operator", "--can", "manage,train");
        try (Browser browser = Browser.open();
                RunningServer running = weather.serve("--port", "0", "--worker", "true")) {
            URI server = running.address();
            assertThat(answerers(server, 1)).containsOnlyKeys("weather:3");
            correctTen(browser, server);
            Path corrections = home.resolve("datasets").resolve("corrections");
            printed("feedback", "export", corrections.toString());
            assertThat(Dataset.read(corrections).entries())
                    .hasSize(CORRECTIONS)
                    .extracting(Entry::label)
                    .containsOnly("raining", "sunny");
            clean(browser, corrections);

            Page manage = enter(browser, server, key);
            assertThat(manage.locator("#remarks li")).hasCount(CORRECTIONS);
            train(manage);
            browser.forgetFailedRequests();
            assertThat(manage.locator("#jobs li").first())
                    .containsText("weather:4", new LocatorAssertions.ContainsTextOptions().setTimeout(TRAINING_MILLIS));
            assertThat(row(manage, "weather:4")).isVisible();
            assertThat(answerers(server, 20)).containsOnlyKeys("weather:3");

            button(manage, "weather:4", "Canary 10 %").click();
            assertThat(row(manage, "weather:4")).containsText("canary 10%");
            Map<String, Integer> shares = answerers(server, 300);
            assertThat(shares).containsOnlyKeys("weather:3", "weather:4");
            // Of 300 drawn with one in ten, fewer than 9 or more than 60 come once in a hundred thousand times.
            assertThat(shares.get("weather:4")).isBetween(9, 60);

            button(manage, "weather:4", "Promote").click();
            assertThat(row(manage, "weather:4")).containsText("live");
            assertThat(answerers(server, 20)).containsOnlyKeys("weather:4");

            button(manage, "weather:4", "Roll back").click();
            assertThat(row(manage, "weather:3")).containsText("live");
            assertThat(answerers(server, 20)).containsOnlyKeys("weather:3");
            browser.assertNoFaults();
            assertThat(running.terminate(30)).isZero();
        }
    }

    private String printed(String... command) throws Exception {
        CommandLine.Result result = weather.run(command);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().strip();
    }

    /** Which versions answer so many requests that name none, and how often each. */
    private Map<String, Integer> answerers(URI server, int requests) throws Exception {
        Map<String, Integer> answerers = new TreeMap<>();
        byte[] photo = Files.readAllBytes(ServedPage.sample("rain.jpg"));
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/v1/classify"))
                .header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(photo))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < requests; i++) {
                String answer = client.send(request, BodyHandlers.ofString()).body();
                answerers.merge(JSON.readTree(answer).path("model").asString(), 1, Integer::sum);
            }
        }
        return answerers;
    }

    private void correctTen(Browser browser, URI server) {
        Page page = browser.page(List.of(server.toString()), new NewContextOptions());
        page.navigate(server + "/");
        List<byte[]> photos = photos();
        for (int i = 0; i < photos.size(); i++) {
            page.locator("#photo").setInputFiles(new FilePayload("mine-" + i + ".jpg", "image/jpeg", photos.get(i)));
            assertThat(page.locator("#verdict")).isVisible();
            page.locator("#wrong summary").click();
            page.locator("#consent").check();
            page.locator("#wrong-form button[value=" + (i % 2 == 0 ? "raining" : "sunny") + "]")
                    .click();
            assertThat(page.locator("#wrong-thanks")).isVisible();
            assertThat(page.locator("#wrong-said")).containsText("your photo is kept");
            page.locator("#again").click();
        }
        page.context().close();
    }

    /** Ten parts of a sample that no bundle takes for rain or sunshine. */
    private static List<byte[]> photos() {
        try {
            BufferedImage whole = ImageIO.read(ServedPage.sample("room.jpg").toFile());
            List<byte[]> photos = new ArrayList<>();
            for (int i = 0; i < CORRECTIONS; i++) {
                BufferedImage part =
                        whole.getSubimage(i * 8, i * 4, whole.getWidth() - 100 - i, whole.getHeight() - 60 - i);
                var jpeg = new ByteArrayOutputStream();
                ImageIO.write(part, "jpg", jpeg);
                photos.add(jpeg.toByteArray());
            }
            return photos;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** The export opens in the cleaning page, and one photo is kept there as it is. */
    private void clean(Browser browser, Path corrections) throws Exception {
        try (CleaningCommand cleaning = CleaningCommand.start(corrections, home, 0)) {
            String address = cleaning.address();
            Page page = browser.page(List.of(address.replaceFirst("(http://[^/]+).*", "$1")), new NewContextOptions());
            page.navigate(address);
            assertThat(page.locator("#doubts")).isVisible();
            page.locator("#keep").click();
            assertThat(page.locator("#saved")).containsText("saved");
            page.context().close();
        }
    }

    private Page enter(Browser browser, URI server, String key) {
        Page page = browser.page(List.of(server.toString()), new NewContextOptions());
        page.navigate(server + "/manage");
        page.locator("#key").fill(key);
        page.locator("#enter button").click();
        assertThat(page.locator("#rooms")).isVisible();
        return page;
    }

    private static void train(Page manage) {
        Locator form = manage.locator("#job-form");
        form.locator("[name=bundle]").fill("weather");
        form.locator("[name=folder]").fill("corrections");
        form.locator("[name=feedback]").uncheck();
        form.locator("[name=epochs]").fill("1");
        Locator job = manage.locator("#jobs li");
        for (int i = 0; i < WORKER_PATIENCE && job.count() == 0; i++) {
            // Refused until the worker beside the server has started.
            form.locator("button").click();
            manage.waitForTimeout(1000);
        }
        assertThat(job.count()).as(manage.locator("#trouble").textContent()).isEqualTo(1);
    }

    private static Locator row(Page manage, String version) {
        return manage.locator("#models tr", new Page.LocatorOptions().setHasText(version));
    }

    private static Locator button(Page manage, String version, String words) {
        return row(manage, version).locator("button", new Locator.LocatorOptions().setHasText(words));
    }
}
