package org.weatherinference.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.weatherinference.model.Bundle;

class SiteTest {
    private static final Pattern RELATIVE = Pattern.compile("(?:href|src)=\"([^\"#]+)[\"#]");

    private static Site site;

    @BeforeAll
    static void make() throws Exception {
        Bundle bundle = Bundle.open(Path.of("../bundles/sun-rain/4"));
        site = Site.of(bundle, Map.of("ort.js", "code".getBytes(UTF_8), "ort.wasm", new byte[100]), "/weather/");
    }

    private static String text(String file) {
        return new String(site.files().getOrDefault(file, new byte[0]), UTF_8);
    }

    @Test
    void everyPage_namesFilesOfTheSiteAlone() {
        for (String page : site.files().keySet()) {
            if (!page.endsWith(".html")) {
                continue;
            }
            URI at = URI.create("https://example.org/weather/" + page);
            assertThat(RELATIVE.matcher(text(page)).results().map(MatchResult::group))
                    .as(page)
                    .isNotEmpty();
            RELATIVE.matcher(text(page))
                    .results()
                    .map(link -> at.resolve(link.group(1)).toString())
                    .map(address -> address.endsWith("/") ? address + "index.html" : address)
                    .forEach(address -> assertThat(site.files())
                            .as("in " + page)
                            .containsKey(address.replaceFirst("^https://example.org/weather/", "")));
        }
    }

    @Test
    void pages_haveNoInlineScriptOrStyle_andSetTheirPolicyFirst() {
        for (String page : new String[] {"index.html", "de/index.html", "card/index.html", "404.html"}) {
            assertThat(text(page))
                    .as(page)
                    .containsSubsequence(
                            "<meta charset", "http-equiv=\"Content-Security-Policy\"", "<link", "<script src")
                    .doesNotContain("<style", "style=\"", " onclick=", "<script>", "unsafe-inline");
        }
        assertThat(text("_headers"))
                .contains("'wasm-unsafe-eval'", "frame-ancestors 'none'")
                .doesNotContain("'unsafe-");
    }

    @Test
    void whatNeedsAServer_isNotThere() {
        assertThat(text("index.html"))
                .doesNotContain("/docs", "embed-snippet", "id=\"curl\"", "id=\"wrong\"", "model-form");
        assertThat(site.files().keySet()).noneMatch(file -> file.matches(".*/(manage|clean|shrink).*"));
    }

    @Test
    void sameInput_givesTheSameFiles() throws Exception {
        Bundle bundle = Bundle.open(Path.of("../bundles/sun-rain/4"));
        Site again = Site.of(bundle, Map.of("ort.js", "code".getBytes(UTF_8), "ort.wasm", new byte[100]), "/weather/");
        assertThat(again.files()).containsExactlyEntriesOf(site.files());
    }

    @Test
    void otherRuntime_liesElsewhere_andMakesAnotherVersion() throws Exception {
        Bundle bundle = Bundle.open(Path.of("../bundles/sun-rain/4"));
        Site other = Site.of(bundle, Map.of("ort.js", "new".getBytes(UTF_8), "ort.wasm", new byte[100]), "/weather/");
        String runtime = site.files().keySet().stream()
                .filter(file -> file.endsWith("ort.js"))
                .findFirst()
                .orElseThrow();
        assertThat(other.files()).doesNotContainKey(runtime);
        assertThat(other.files().get("service-worker.js"))
                .isNotEqualTo(site.files().get("service-worker.js"));
    }

    @Test
    void shownHere_itHasTheHeadersOfItsFile() throws Exception {
        try (SiteServer server = SiteServer.start(site, 0)) {
            HttpResponse<String> page = get(server.address());
            assertThat(page.body()).isEqualTo(text("index.html"));
            assertThat(page.headers().map())
                    .containsKeys(
                            "content-security-policy", "cross-origin-opener-policy", "cross-origin-embedder-policy");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            String script = site.files().keySet().stream()
                    .filter(file -> file.endsWith("/page.js"))
                    .findFirst()
                    .orElseThrow();
            assertThat(get(server.address() + script).headers().firstValue("Cache-Control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
            HttpResponse<String> missing = get(server.address() + "none/at/all");
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.body()).isEqualTo(text("404.html"));
            assertThat(get(server.address().replace("/weather/", "/")).statusCode())
                    .isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        }
    }
}
