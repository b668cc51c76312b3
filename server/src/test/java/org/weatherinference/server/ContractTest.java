package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.Preparation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContractTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z-]+}");
    private static final URI MODELS = URI.create("http://127.0.0.1/v1/models");
    private static final URI LIVE = URI.create("http://127.0.0.1/health/live");

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

    private static String served() throws Exception {
        return scene.get("/openapi.json").body();
    }

    private static SwaggerParseResult parsed(String json) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        return new OpenAPIV3Parser().readContents(json, null, options);
    }

    @Test
    void servedDocument_isValidOpenApi31() throws Exception {
        SwaggerParseResult result = parsed(served());
        assertThat(result.getMessages()).isEmpty();
        OpenAPI document = result.getOpenAPI();
        assertThat(document.getOpenapi()).isEqualTo("3.1.0");
        assertThat(document.getSpecVersion()).isEqualTo(SpecVersion.V31);
    }

    @Test
    void validator_findsWhatIsWrong() throws Exception {
        String broken = served().replace("\"description\": \"It can.\"", "\"descriptoin\": \"It can.\"");
        assertThat(parsed(broken).getMessages()).isNotEmpty();
    }

    @Test
    void everyRouteIsInTheDocument_andEveryOperationIsServed() throws Exception {
        assertThat(scene.server().routes()).containsExactlyInAnyOrderElementsOf(operations(served()));
    }

    @Test
    void routeMissingFromTheDocument_isNoticed() throws Exception {
        String document = served().replace("\"/v1/models/{ref}\"", "\"/v1/bundles/{ref}\"");
        Collection<String> operations = operations(document);
        assertThatThrownBy(() -> assertThat(scene.server().routes()).containsExactlyInAnyOrderElementsOf(operations))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("/v1/models/{ref}", "/v1/bundles/{ref}");
    }

    /** As the server names its routes. */
    private static List<String> operations(String document) {
        List<String> operations = new ArrayList<>();
        JSON.readTree(document)
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    @Test
    void everyPathOfTheDocument_isAnsweredAsItSays() throws Exception {
        for (String operation : operations(served())) {
            String[] words = operation.split(" ", 2);
            String path = words[1].replace("{ref}", "sun-rain")
                    .replace("{name}", "sun-rain")
                    .replace("/assets/{version}/{file}", "/assets/0/page.js")
                    .replace("{file}", "docs.js")
                    .replace("{model}", "sun-rain")
                    .replace("{version}", "1")
                    .replace("{id}", "0123456789ab");
            // Scene holds the answer against the contract, where 405 is nowhere.
            int status = scene.send(HttpRequest.newBuilder(scene.uri(path)).method(words[0], BodyPublishers.noBody()))
                    .statusCode();
            assertThat(status).as(operation).isIn(200, 400, 401, 415, 422);
        }
    }

    @Test
    void document_namesTheBundlesThatAnswer() throws Exception {
        JsonNode document = JSON.readTree(served());
        assertThat(document.at("/components/schemas/Label/enum").toString()).isEqualTo("[\"red\",\"blue\"]");
        assertThat(document.at("/components/schemas/Model/properties/name/examples")
                        .toString())
                .isEqualTo("[\"sun-rain\"]");
        assertThat(document.at("/components/schemas/Answer/properties/model/examples/0")
                        .asString())
                .isEqualTo("sun-rain:1");
        assertThat(document.at("/paths/~1v1~1classify/post/parameters/0/example")
                        .asString())
                .isEqualTo("sun-rain:1");
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("/");
    }

    @Test
    void document_keepsNoPlaceholder() throws Exception {
        List<String> left = PLACEHOLDER
                .matcher(served())
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(left)
                .as("path parameters alone")
                .containsExactlyInAnyOrder("{ref}", "{name}", "{version}", "{file}", "{id}", "{model}");
    }

    @Test
    void bundlesWithOtherLabels_areAllNamedOnce() {
        String document =
                Contract.of(List.of(manifest("one", "hail", "\u00e9clair"), manifest("two", "fog", "éclair")), "/w");
        JsonNode tree = JSON.readTree(document);
        assertThat(tree.at("/components/schemas/Label/enum").toString())
                .isEqualTo("[\"hail\",\"\u00e9clair\",\"fog\"]");
        assertThat(tree.at("/components/schemas/Model/properties/name/examples").toString())
                .isEqualTo("[\"one\",\"two\"]");
        assertThat(tree.at("/servers/0/url").asString()).isEqualTo("/w");
        assertThat(parsed(document).getMessages()).isEmpty();
    }

    private static BundleManifest manifest(String name, String... labels) {
        return new BundleManifest(
                1,
                name,
                1,
                Instant.EPOCH,
                List.of(labels),
                new Preparation(8, 8, Preparation.Fit.SQUASH),
                1,
                0.5,
                null,
                null,
                "CC0-1.0",
                Map.of());
    }

    @Test
    void behindABasePath_theDocumentSaysWhere() throws Exception {
        try (Scene behind = Scene.start(folder, Map.of(Setting.BASE_PATH, "/weather"))) {
            JsonNode document = JSON.readTree(
                    behind.raw("GET /weather/openapi.json HTTP/1.1\nHost: h\nConnection: close\n\n", new byte[0])
                            .split("\r\n\r\n", 2)[1]);
            assertThat(document.at("/servers/0/url").asString()).isEqualTo("/weather");
        }
    }

    @Test
    void check_takesWhatIsDeclared() {
        ContractCheck.check("GET", LIVE, 200, headers("application/json"), "{\"status\":\"live\"}");
    }

    @Test
    void check_findsMissingField() {
        assertRefused(
                () -> ContractCheck.check("GET", LIVE, 200, headers("application/json"), "{}"), "status", "required");
    }

    @Test
    void check_findsUndeclaredField() {
        assertRefused(
                () -> ContractCheck.check(
                        "GET", LIVE, 200, headers("application/json"), "{\"status\":\"live\",\"mood\":\"good\"}"),
                "mood");
    }

    @Test
    void check_findsUndeclaredStatus() {
        assertRefused(
                () -> ContractCheck.check("GET", LIVE, 201, headers("application/json"), "{\"status\":\"live\"}"),
                "201 is not in the contract");
    }

    @Test
    void check_findsUndeclaredMediaType() {
        assertRefused(
                () -> ContractCheck.check("GET", LIVE, 200, headers("text/plain"), "live"),
                "media type text/plain is not in the contract");
    }

    @Test
    void check_findsUndeclaredPath() {
        URI hidden = URI.create("http://127.0.0.1/hidden");
        assertRefused(
                () -> ContractCheck.check("GET", hidden, 200, headers("application/json"), "{}"), "GET /hidden -> 200");
    }

    @Test
    void check_findsMissingRequestId() {
        HttpHeaders bare = HttpHeaders.of(Map.of("Content-Type", List.of("application/json")), (_, _) -> true);
        assertRefused(() -> ContractCheck.check("GET", LIVE, 200, bare, "{\"status\":\"live\"}"), "GET /health/live");
    }

    @Test
    void check_findsUndeclaredParameterOfARequestThatWasAnswered() {
        URI hidden = LIVE.resolve("/health/live?verbose=1");
        assertRefused(
                () -> ContractCheck.check("GET", hidden, 200, headers("application/json"), "{\"status\":\"live\"}"),
                "verbose");
    }

    @Test
    void check_findsUndeclaredFieldsOfNestedSchemas() {
        String problem = "{\"type\":\"no-such-type\",\"title\":\"\",\"status\":400,\"detail\":\"\",\"instance\":\"\"}";
        assertRefused(
                () -> ContractCheck.check("GET", MODELS, 400, headers("application/problem+json"), problem),
                "enumeration");
    }

    private static void assertRefused(ThrowingCallable check, String... why) {
        assertThatThrownBy(check).isInstanceOf(AssertionError.class).hasMessageContainingAll(why);
    }

    private static HttpHeaders headers(String type) {
        return HttpHeaders.of(Map.of("Content-Type", List.of(type), "X-Request-Id", List.of("1")), (_, _) -> true);
    }
}
