package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.Yaml;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests and answers against the OpenAPI file that the protocol's authors publish. */
class InferProtocolTest {
    private static final String DOCUMENT = "https://weatherinference.test/open_inference_rest.json";
    private static final String VERSION = "/v2/models/sun-rain/versions/1";

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static SchemaRegistry schemas;
    private static List<String> paths;

    @BeforeAll
    static void start() throws Exception {
        String shared = System.getProperty("weather.shared", "");
        assumeTrue(!shared.isEmpty(), "left out: the published protocol is looked for in -Dweather.shared=FOLDER");
        Path published = Path.of(shared, "specs", "open_inference_rest.yaml");
        assumeTrue(Files.exists(published), "left out: there is no published protocol in the folder of weather.shared");
        var document = Yaml.mapper().readTree(published.toFile());
        paths = document.get("paths").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
        String json = Json.mapper().writeValueAsString(document);
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(DOCUMENT, json)));
        scene = Scene.start(folder);
    }

    @AfterAll
    static void stop() {
        if (scene != null) {
            scene.close();
        }
    }

    private static void assertFits(String schema, String json) {
        assertThat(schemas.getSchema(SchemaLocation.of(DOCUMENT + "#/components/schemas/" + schema))
                        .validate(json, InputFormat.JSON))
                .as(schema + ": " + json)
                .isEmpty();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(scene.uri(path)).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void everyPublishedPath_isServed() throws Exception {
        assertThat(paths).hasSize(6);
        for (String path : paths) {
            String own = path.replace("${MODEL_NAME}", "sun-rain").replace("${MODEL_VERSION}", "1");
            // Of the one that takes a POST, a GET says so.
            assertThat(get(own).statusCode()).as(own).isEqualTo(own.endsWith("/infer") ? 405 : 200);
        }
    }

    @Test
    void metadata_areAsPublished() throws Exception {
        assertFits("metadata_server_response", get("/v2/").body());
        assertFits("metadata_model_response", get(VERSION).body());
        assertFits("metadata_model_response", get("/v2/models/sun-rain").body());
    }

    @Test
    void inference_isAsPublished() throws Exception {
        String request =
                "{\"id\":\"42\",\"inputs\":[{\"name\":\"photo\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\""
                        + Base64.getEncoder().encodeToString(Scene.RED) + "\"]}]}";
        assertFits("inference_request", request);
        HttpResponse<String> answer = scene.post(VERSION + "/infer", "application/json", request.getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertFits("inference_response", answer.body());
    }

    @Test
    void errors_areAsPublished() throws Exception {
        HttpResponse<String> answer = scene.post(VERSION + "/infer", "application/json", "{}".getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertFits("inference_error_response", answer.body());
        assertFits("metadata_server_error_response", answer.body());
        assertFits(
                "metadata_model_error_response",
                get("/v2/models/fog/versions/1").body());
    }

    @Test
    void whatDoesNotFit_isNoticed() {
        assertThat(schemas.getSchema(SchemaLocation.of(DOCUMENT + "#/components/schemas/inference_response"))
                        .validate("{\"outputs\":[]}", InputFormat.JSON))
                .isNotEmpty();
    }
}
