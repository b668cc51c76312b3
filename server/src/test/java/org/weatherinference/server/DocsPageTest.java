package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocsPageTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href|data-contract)=\"([^\"]*)\"");

    @TempDir
    private static Path folder;

    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.start(folder);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static List<String> references(String page) {
        return REFERENCE.matcher(page).results().map(match -> match.group(1)).toList();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void page_isHtml_andAllThatItNamesIsServed() throws Exception {
        HttpResponse<String> page = scene.get("/docs");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualToIgnoringWhitespace("text/html; charset=utf-8");
        assertThat(references(page.body()))
                .contains("/openapi.json", "/docs/docs.js", "/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css")
                .allSatisfy(reference -> assertThat(scene.get(reference).statusCode())
                        .as(reference)
                        .isEqualTo(200));
    }

    @Test
    void page_namesNoOtherHost_andHoldsNoScript() {
        String page = Resources.text("docs.html");
        assertThat(page).doesNotContain("//", "http:", "https:", "onload", "javascript:");
        assertThat(Pattern.compile("<script[^>]*>\\s*[^<\\s]").matcher(page).find())
                .as("script within the page")
                .isFalse();
        assertThat(Resources.text("docs.js")).doesNotContain("//", "eval");
    }

    @Test
    void policy_letsInOwnScriptsOnly() throws Exception {
        Map<String, String> policy = Pattern.compile("\\s*;\\s*")
                .splitAsStream(header(scene.get("/docs"), "Content-Security-Policy"))
                .map(rule -> rule.split(" ", 2))
                .collect(Collectors.toMap(rule -> rule[0], rule -> rule[1]));
        assertThat(policy)
                .containsEntry("default-src", "'none'")
                .containsEntry("script-src", "'self'")
                .containsEntry("connect-src", "'self'")
                .containsEntry("frame-ancestors", "'none'")
                .containsEntry("base-uri", "'none'");
    }

    @ParameterizedTest
    @CsvSource({
        "swagger-ui-bundle.js, text/javascript; charset=utf-8",
        "docs.js, text/javascript; charset=utf-8",
        "swagger-ui.css, text/css; charset=utf-8",
        "favicon-32x32.png, image/png",
    })
    void file_hasItsTypeAndMayBeKept(String name, String type) throws Exception {
        HttpResponse<String> file = scene.get("/docs/" + name);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(header(file, "Content-Type")).isEqualToIgnoringWhitespace(type);
        assertThat(header(file, "Cache-Control")).contains("max-age");
        assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openapi.json",
                "docs.html",
                "index.html",
                "no-such.js",
                "swagger-ui.css.map",
                "WeatherServer.class"
            })
    void otherFiles_areNotServed(String name) throws Exception {
        assertThat(scene.get("/docs/" + name).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/%2e%2e%2fpom.properties",
                "/docs/../openapi.json.js",
                "/docs/..%5cdocs.js",
                "/docs/a%00.js"
            })
    void pathsOutOfTheFolder_areNotServed(String path) throws Exception {
        String answer = scene.raw("GET " + path + " HTTP/1.1\nHost: h\nConnection: close\n\n", new byte[0]);
        assertThat(answer).startsWith("HTTP/1.1 40");
    }

    @Test
    void behindABasePath_pageNamesItsFilesThere() throws Exception {
        try (Scene behind = Scene.start(folder, Map.of(Setting.BASE_PATH, "/weather"))) {
            assertThat(references(get(behind, "/weather/docs")))
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(get(behind, reference)).startsWith("HTTP/1.1 200"));
        }
    }

    /** Raw, since the contract's paths are without the base. */
    private static String get(Scene behind, String path) throws Exception {
        assertThat(path).startsWith("/weather/");
        return behind.raw("GET " + path + " HTTP/1.1\nHost: h\nConnection: close\n\n", new byte[0]);
    }
}
