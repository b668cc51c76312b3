package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as it comes from the server, before any script has run. */
class PageFormTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href|data-texts)=\"(/[^\"#]*)");
    private static final String FORM = "application/x-www-form-urlencoded";

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

    private static HttpResponse<String> send(Form form, String path) throws Exception {
        return scene.post(path, form.contentType(), form.body());
    }

    private static HttpResponse<String> post(String form) throws Exception {
        return scene.post("/", FORM, form.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?lang=de&theme=dark", "/embed", "/models/sun-rain"})
    void allThatAPageNames_isServed(String path) throws Exception {
        Set<String> references = REFERENCE
                .matcher(scene.get(path).body())
                .results()
                .map(match -> match.group(1).replace("&amp;", "&"))
                .filter(reference -> !reference.equals("/docs"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(references)
                .hasSizeGreaterThan(5)
                .allSatisfy(reference -> assertThat(scene.get(reference).statusCode())
                        .as(reference)
                        .isEqualTo(200));
    }

    @Test
    void page_namesNoOtherHost_andHoldsNoScriptOrStyle() throws Exception {
        String page = scene.get("/").body().replaceAll("<!--.*?-->", "").replace("http://www.w3.org/2000/svg", "");
        assertThat(page.replace("https://example.org/photo.jpg", "")).doesNotContain("//");
        assertThat(page).doesNotContain("<style", " style=", "javascript:", " onclick");
        assertThat(Pattern.compile("<script[^>]*>\\s*[^<\\s]").matcher(page).find())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/, 'none'", "/embed, *", "/models/sun-rain, 'none'"})
    void policy_letsInOwnPartsOnly_andFramesWhereMeant(String path, String frames) throws Exception {
        String policy =
                scene.get(path).headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "form-action 'self'")
                .doesNotContain("unsafe");
        assertThat(policy.substring(policy.indexOf("frame-ancestors ")).replace("'", ""))
                .isEqualTo("frame-ancestors " + frames.replace("'", ""));
    }

    @Test
    void photo_isAnswered() throws Exception {
        HttpResponse<String> answer = send(Form.empty().photo("a.png", Scene.RED), "/");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("It is “red”.", "<title>It is “red”.");
    }

    @Test
    void severalPhotos_areAnsweredEach() throws Exception {
        Form form = Form.empty()
                .photo("a.png", Scene.RED)
                .photo("b.txt", "no photo".getBytes(UTF_8))
                .photo("c.png", Scene.BLUE);
        assertThat(send(form, "/?lang=de").body())
                .contains("a.png", "red, 9", "b.txt", "Das ist kein lesbares Foto", "c.png", "blue, 9");
    }

    @Test
    void notAPhoto_isSaidInThePage() throws Exception {
        HttpResponse<String> answer = send(Form.empty().photo("a<b>.txt", "no photo".getBytes(UTF_8)), "/");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body())
                .contains("This is not a photo that can be read")
                .doesNotContain("<b>");
    }

    @Test
    void sample_isAnswered() throws Exception {
        assertThat(post("sample=sun").body()).contains("id=\"answer\"", "The model is");
    }

    @Test
    void addressThatIsRefused_isSaidInThePage() throws Exception {
        HttpResponse<String> answer = post("url=http%3A%2F%2F127.0.0.1%2Fx.jpg");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Photos are not fetched from this address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sample=no-such", "sample=../page", "url", "%", "a=b&c"})
    void formWithoutAPhoto_isRefusedInThePage(String form) throws Exception {
        HttpResponse<String> answer = post(form);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("id=\"problem\"", "The server did not understand");
    }

    @Test
    void unknownModel_isSaidOverTheFirst() throws Exception {
        HttpResponse<String> answer = scene.get("/?model=no-such");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("This model is not served any more", "sun-rain:1");
    }

    @Test
    void whatTheAddressSays_isNeverMarkup() throws Exception {
        String page = scene.get("/?photo=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&theme=x%22y&lang=%3Cb%3E")
                .body();
        assertThat(page).doesNotContain("<script>alert", "x\"y", "<b>");
    }

    @Test
    void files_mayBeKeptForEver_atTheirOwnAddressOnly() throws Exception {
        String path = AssetRoute.folder() + "/page.js";
        assertThat(scene.get(path).headers().firstValue("Cache-Control"))
                .hasValue("public, max-age=31536000, immutable");
        assertThat(scene.get("/assets/0/page.js").headers().firstValue("Cache-Control"))
                .hasValue("no-store");
        assertThat(scene.get("/assets/0/page.jte").statusCode()).isEqualTo(404);
    }

    @Test
    void text_isPackedOnce() throws Exception {
        HttpResponse<String> packed = scene.send(HttpRequest.newBuilder(scene.uri("/assets/0/bulma-no-helpers.min.css"))
                .header("Accept-Encoding", "gzip"));
        assertThat(packed.headers().allValues("Content-Encoding")).isEqualTo(List.of("gzip"));
        assertThat(packed.body().length()).isLessThan(80_000);
        assertThat(scene.get("/assets/0/bulma-no-helpers.min.css").body()).contains(".button");
    }

    @Test
    void everyFileOfThePage_isServed() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/org/weatherinference/server/page"))) {
            assertThat(AssetRoute.FILES)
                    .containsAll(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void manifest_namesItsIcons() throws Exception {
        String manifest = scene.get("/manifest.webmanifest?lang=de").body();
        assertThat(manifest).contains("\"lang\":\"de\"", "Zeig ein Foto", "icon-maskable-512.png", "share_target");
    }

    @Test
    void behindABasePath_allIsThere() throws Exception {
        try (Scene behind = Scene.start(folder, Map.of(Setting.BASE_PATH, "/weather"))) {
            String page = behind.raw("GET /weather/ HTTP/1.1\nHost: h\nConnection: close\n\n", new byte[0]);
            assertThat(page).contains("/weather/assets/", "data-base=\"/weather\"");
            assertThat(REFERENCE.matcher(page).results().map(match -> match.group(1)))
                    .allSatisfy(reference -> assertThat(reference).startsWith("/weather/"));
        }
    }

    @Test
    void card_isShownWithoutMarkupOfItsOwn() throws Exception {
        assertThat(scene.get("/models/sun-rain").body()).contains("<article", "<h1>");
        assertThat(scene.get("/models/no-such").statusCode()).isEqualTo(404);
    }
}
