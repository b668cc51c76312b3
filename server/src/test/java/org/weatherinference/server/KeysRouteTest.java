package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeysRouteTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static String manager;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.start(folder);
        manager = Operator.of(folder).key();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static HttpResponse<String> create(String json) throws Exception {
        return scene.call("POST", "/v1/keys", manager, json);
    }

    private static JsonNode list() throws Exception {
        return JSON.readTree(scene.call("GET", "/v1/keys", manager, "").body()).path("keys");
    }

    @Test
    void newKey_isShownOnce_andOpensWhatItSays() throws Exception {
        HttpResponse<String> made =
                create("{\"name\":\"app\",\"can\":[\"feedback\",\"classify\"],\"expires\":\"2d\",\"rate\":\"9/min\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode key = JSON.readTree(made.body());
        assertThat(key.path("can").toString()).isEqualTo("[\"classify\",\"feedback\"]");
        assertThat(key.path("rate").asString()).isEqualTo("9/min");
        String text = key.path("key").asString();
        assertThat(scene.call("GET", "/v1/models", text, "").statusCode()).isEqualTo(200);
        assertThat(list().toString()).contains(key.path("id").asString()).doesNotContain(text);
    }

    @Test
    void revokedKey_saysSinceWhen() throws Exception {
        String id = JSON.readTree(
                        create("{\"name\":\"gone\",\"can\":[\"train\"]}").body())
                .path("id")
                .asString();
        JsonNode revoked = JSON.readTree(
                scene.call("DELETE", "/v1/keys/" + id, manager, "").body());
        assertThat(revoked.path("revoked").asString()).startsWith("20");
        assertThat(revoked.path("name").asString()).isEqualTo("gone");
    }

    @Test
    void keyThatIsNotThere_isNotFound() throws Exception {
        Refusal.of(scene.call("DELETE", "/v1/keys/nobody", manager, ""))
                .says(404, "not-found", "no key of name or id \"nobody\"");
    }

    @Test
    void nameThatIsTaken_isInConflict() throws Exception {
        create("{\"name\":\"taken\",\"can\":[\"train\"]}");
        Refusal.of(create("{\"name\":\"taken\",\"can\":[\"train\"]}"))
                .says(409, "conflict", "a key \"taken\" already", "choose another name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"can":["train"]}                          | "name" is missing
        {"name":"x"}                               | "can" is missing
        {"name":"x","can":[]}                      | "can" must be a list of strings
        {"name":"x","can":"train"}                 | "can" must be a list of strings
        {"name":7,"can":["train"]}                 | "name" must be a string
        {"name":"x","can":["fly"]}                 | "fly" is none of them
        {"name":"x y","can":["train"]}             | the key's name is "x y"
        {"name":"x","can":["train"],"rate":"fast"} | the rate is "fast"
        {"name":"x","can":["train"],"expires":"1"} | the time is "1"
        {"name":"x","can":["train"],"expire":"1d"} | did you mean expires?
        []                                         | it must be an object
        {                                          | it is no JSON
        """)
    void wrongBody_isNamed(String json, String why) throws Exception {
        Refusal.of(create(json)).says(400, "bad-request", why);
    }

    @Test
    void databaseThatCannotBeReached_isNotAvailable_andOnlyTheOperatorIsToldWhy(@TempDir Path other) throws Exception {
        String address = "jdbc:postgresql://127.0.0.1:1/none?user=u&password=hidden";
        try (Scene apart = Scene.start(other, Map.of(Setting.DATABASE, address))) {
            assertThat(apart.classify(Scene.RED).statusCode()).isEqualTo(200);
            HttpResponse<String> answer = apart.call("GET", "/v1/keys", manager, "");
            Refusal.of(answer).says(503, "unavailable", "cannot be reached now: try again soon");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).doesNotContain("postgresql");
            assertThat(apart.err()).contains("127.0.0.1:1").doesNotContain("hidden");
        }
    }
}
