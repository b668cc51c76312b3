package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.state.Database;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Rate;
import org.weatherinference.state.Right;
import tools.jackson.databind.json.JsonMapper;

/** Every route, with a key of every right and with none, on a server that asks for keys and on one that does not. */
class AccessTest {
    private static final Set<Right> NOBODY_NEEDS_ONE = Set.of();
    private static final Set<Right> ANY = EnumSet.allOf(Right.class);
    /** What opens each route; those of no right are open to all. */
    private static final Map<String, Set<Right>> TABLE = new TreeMap<>(Map.ofEntries(
            Map.entry("GET /", NOBODY_NEEDS_ONE),
            Map.entry("POST /", NOBODY_NEEDS_ONE),
            Map.entry("GET /embed", NOBODY_NEEDS_ONE),
            Map.entry("GET /models/{ref}", NOBODY_NEEDS_ONE),
            Map.entry("GET /manage", NOBODY_NEEDS_ONE),
            Map.entry("GET /manifest.webmanifest", NOBODY_NEEDS_ONE),
            Map.entry("GET /assets/{version}/{file}", NOBODY_NEEDS_ONE),
            Map.entry("GET /openapi.json", NOBODY_NEEDS_ONE),
            Map.entry("GET /docs", NOBODY_NEEDS_ONE),
            Map.entry("GET /docs/{file}", NOBODY_NEEDS_ONE),
            Map.entry("GET /health/live", NOBODY_NEEDS_ONE),
            Map.entry("GET /health/ready", NOBODY_NEEDS_ONE),
            Map.entry("GET /metrics", NOBODY_NEEDS_ONE),
            Map.entry("POST /v1/classify", Set.of(Right.CLASSIFY)),
            Map.entry("GET /v1/classify", Set.of(Right.CLASSIFY)),
            Map.entry("GET /v1/models", ANY),
            Map.entry("GET /v1/models/{ref}", ANY),
            Map.entry("GET /v1/models/{name}/live", Set.of(Right.MANAGE)),
            Map.entry("POST /v1/models/{name}/live", Set.of(Right.MANAGE)),
            Map.entry("GET /v2", ANY),
            Map.entry("GET /v2/health/live", NOBODY_NEEDS_ONE),
            Map.entry("GET /v2/health/ready", NOBODY_NEEDS_ONE),
            Map.entry("GET /v2/models/{model}", ANY),
            Map.entry("GET /v2/models/{model}/ready", ANY),
            Map.entry("POST /v2/models/{model}/infer", Set.of(Right.CLASSIFY)),
            Map.entry("GET /v2/models/{model}/versions/{version}", ANY),
            Map.entry("GET /v2/models/{model}/versions/{version}/ready", ANY),
            Map.entry("POST /v2/models/{model}/versions/{version}/infer", Set.of(Right.CLASSIFY)),
            Map.entry("POST /v1/feedback", Set.of(Right.FEEDBACK)),
            Map.entry("GET /v1/feedback", Set.of(Right.MANAGE)),
            Map.entry("GET /v1/feedback/stats", Set.of(Right.MANAGE)),
            Map.entry("GET /v1/feedback/{id}", Set.of(Right.MANAGE)),
            Map.entry("GET /v1/feedback/{id}/photo", Set.of(Right.MANAGE)),
            Map.entry("PATCH /v1/feedback/{id}", Set.of(Right.MANAGE)),
            Map.entry("DELETE /v1/feedback/{id}", Set.of(Right.MANAGE)),
            Map.entry("POST /v1/training-jobs", Set.of(Right.TRAIN)),
            Map.entry("GET /v1/training-jobs", Set.of(Right.TRAIN, Right.MANAGE)),
            Map.entry("GET /v1/training-jobs/{id}", Set.of(Right.TRAIN, Right.MANAGE)),
            Map.entry("DELETE /v1/training-jobs/{id}", Set.of(Right.TRAIN, Right.MANAGE)),
            Map.entry("GET /v1/training-jobs/{id}/events", Set.of(Right.TRAIN, Right.MANAGE)),
            Map.entry("GET /v1/training-jobs/{id}/log", Set.of(Right.TRAIN, Right.MANAGE)),
            Map.entry("POST /v1/keys", Set.of(Right.MANAGE)),
            Map.entry("GET /v1/keys", Set.of(Right.MANAGE)),
            Map.entry("DELETE /v1/keys/{id}", Set.of(Right.MANAGE))));
    /** Closed whatever the settings say. */
    private static final Set<Right> OF_OPERATORS = Set.of(Right.TRAIN, Right.MANAGE);

    private static final String UNKNOWN_KEY = "wi_0123456789ab_" + "0".repeat(64);

    @TempDir
    private static Path folder;

    private static Scene open;
    private static Scene closed;
    private static Database database;
    private static Keys keys;
    private static final Map<Right, String> KEYS = new EnumMap<>(Right.class);

    @BeforeAll
    static void start() throws Exception {
        open = Scene.start(folder);
        closed = Scene.start(folder, Map.of(Setting.REQUIRE_KEY, "true"));
        database = Database.at(Database.standardAddress(folder));
        keys = new Keys(database, InstantSource.system());
        for (Right right : Right.values()) {
            KEYS.put(
                    right,
                    keys.create("only-" + right, Set.of(right), null, null).text());
        }
    }

    @AfterAll
    static void stop() {
        open.close();
        closed.close();
        database.close();
    }

    @Test
    void everyRouteIsInTheTable() {
        assertThat(open.server().routes()).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
    }

    @Test
    void keyOfEachRight_opensWhatTheTableSays() throws Exception {
        for (var route : TABLE.entrySet()) {
            for (Right right : Right.values()) {
                String what = route.getKey() + " with " + right;
                int status = ask(closed, route.getKey(), "Bearer " + key(right)).statusCode();
                boolean opens = route.getValue().isEmpty() || route.getValue().contains(right);
                if (opens && !route.getKey().equals("POST /")) {
                    assertThat(status).as(what).isNotIn(401, 403);
                } else if (!opens) {
                    assertThat(status).as(what).isEqualTo(403);
                }
            }
        }
    }

    @Test
    void withoutKey_onlyWhatIsForAllIsOpen() throws Exception {
        for (var route : TABLE.entrySet()) {
            boolean forOperators = !route.getValue().isEmpty() && OF_OPERATORS.containsAll(route.getValue());
            assertThat(ask(open, route.getKey(), "").statusCode())
                    .as(route.getKey() + " where no key is asked for")
                    .matches(status -> (status == 401) == forOperators);
            boolean needsKey = !route.getValue().isEmpty() || route.getKey().equals("POST /");
            assertThat(ask(closed, route.getKey(), "").statusCode())
                    .as(route.getKey() + " where keys are asked for")
                    .matches(status -> (status == 401) == needsKey);
        }
    }

    private static String key(Right right) {
        return Objects.requireNonNull(KEYS.get(right));
    }

    private static HttpResponse<String> ask(Scene scene, String route, String authorization) throws Exception {
        String[] words = route.split(" ", 2);
        String path = words[1].replace("{ref}", "sun-rain")
                .replace("{name}", "sun-rain")
                .replace("/assets/{version}/{file}", "/assets/0/page.js")
                .replace("{file}", "docs.js")
                .replace("{model}", "sun-rain")
                .replace("{version}", "1")
                .replace("{id}", "0123456789ab");
        HttpRequest.Builder request = HttpRequest.newBuilder(scene.uri(path)).method(words[0], BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return scene.send(request);
    }

    @Test
    void noKey_isChallenged() throws Exception {
        HttpResponse<String> answer = closed.classify(Scene.RED);
        Refusal.of(answer).says(401, "no-key", "the right classify", "Authorization: Bearer KEY");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"weather\"");
    }

    @Test
    void unknownKey_isRefused_alsoWhereNoneIsNeeded() throws Exception {
        for (Scene scene : List.of(open, closed)) {
            HttpResponse<String> answer = ask(scene, "GET /v1/models", "Bearer " + UNKNOWN_KEY);
            Refusal.of(answer).says(401, "no-key", "there is no such key");
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
        }
    }

    @Test
    void otherScheme_isRefused() throws Exception {
        Refusal.of(ask(closed, "GET /v1/models", "Basic d2k6d2k=")).says(401, "no-key", "must be Bearer and the key");
    }

    @Test
    void keyWithoutTheRight_isToldWhichIsNeeded() throws Exception {
        HttpResponse<String> answer = ask(open, "GET /v1/keys", "Bearer " + key(Right.CLASSIFY));
        Refusal.of(answer).says(403, "not-allowed", "only-classify has the rights classify", "needs manage");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("insufficient_scope", "scope=\"manage\"");
    }

    @Test
    void revokedKey_opensNothingMore() throws Exception {
        String key =
                keys.create("short-lived", Set.of(Right.CLASSIFY), null, null).text();
        assertThat(ask(closed, "GET /v1/models", "Bearer " + key).statusCode()).isEqualTo(200);
        closed.call("DELETE", "/v1/keys/short-lived", key(Right.MANAGE), "");
        Refusal.of(ask(closed, "GET /v1/models", "Bearer " + key)).says(401, "no-key", "short-lived was revoked");
    }

    @Test
    void keysRate_isCounted_andTold() throws Exception {
        String key = keys.create("slow", Set.of(Right.CLASSIFY), null, Rate.parse("2/h"))
                .text();
        HttpResponse<String> first = ask(open, "GET /v1/models", "Bearer " + key);
        assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue("\"requests\";q=2;w=3600");
        assertThat(first.headers().firstValue("RateLimit").orElse("")).startsWith("\"requests\";r=1;t=1");
        ask(open, "GET /v1/models", "Bearer " + key);
        HttpResponse<String> third = ask(open, "GET /v1/models", "Bearer " + key);
        Refusal.of(third).says(429, "too-many-requests", "the key slow may make 2/h requests");
        assertThat(Integer.parseInt(third.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1000, 1801);
    }

    @Test
    void logNamesTheKey_andNeverShowsIt() throws Exception {
        String key = key(Right.CLASSIFY);
        ask(closed, "GET /v1/models", "Bearer " + key);
        ask(closed, "GET /v1/models", "Bearer " + UNKNOWN_KEY);
        assertThat(closed.log()).anyMatch(line -> line.contains("\"key\":\"only-classify\""));
        assertThat(String.join("", closed.log()) + closed.err())
                .doesNotContain(key.substring(key.lastIndexOf('_') + 1), UNKNOWN_KEY);
    }

    @Test
    void openPage_letsItsOwnScriptsIn_andNobodyElse() throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.REQUIRE_KEY, "true", Setting.OPEN_PAGE, "true"))) {
            String ticket = ticket(scene.get("/").body());
            assertThat(classify(scene, "Page " + ticket).statusCode()).isEqualTo(200);
            Refusal.of(classify(scene, "Page " + ticket.substring(1) + "A")).says(401, "no-key", "load it again");
            Refusal.of(scene.classify(Scene.RED)).says(401, "no-key", "the right classify");
            Refusal.of(ask(scene, "GET /v1/keys", "Page " + ticket)).says(401, "no-key", "load it again");
            assertThat(scene.post("/", "multipart/form-data; boundary=x", form("x"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void closedPage_hasNoTicket_andItsFormAnswersNobody() throws Exception {
        assertThat(ticket(closed.get("/").body())).isEmpty();
        HttpResponse<String> answer = closed.post("/", "multipart/form-data; boundary=x", form("x"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("this page needs a key");
    }

    @Test
    void visitorsToken_takesBackWhatItCameWith_whereKeysAreAskedForToo() throws Exception {
        String answered = classify(closed, "Bearer " + key(Right.CLASSIFY)).body();
        String said = closed.call(
                        "POST",
                        "/v1/feedback",
                        key(Right.FEEDBACK),
                        "{\"id\":\"" + field(answered, "id") + "\",\"label\":\"blue\"}")
                .body();
        HttpRequest.Builder request = HttpRequest.newBuilder(closed.uri("/v1/feedback/" + field(said, "id")))
                .DELETE();
        assertThat(closed.send(request.header("Authorization", "Token " + field(said, "token")))
                        .statusCode())
                .isEqualTo(200);
    }

    private static String field(String json, String name) {
        return new JsonMapper().readTree(json).path(name).asString();
    }

    private static byte[] form(String boundary) {
        Form form = Form.empty().photo("red.png", Scene.RED);
        String own = form.contentType().replaceFirst(".*boundary=", "");
        return new String(form.body(), ISO_8859_1).replace(own, boundary).getBytes(ISO_8859_1);
    }

    private static HttpResponse<String> classify(Scene scene, String authorization) throws Exception {
        return scene.send(HttpRequest.newBuilder(scene.uri("/v1/classify"))
                .header("Content-Type", "image/png")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofByteArray(Scene.RED)));
    }

    private static String ticket(String page) {
        Matcher ticket = Pattern.compile("&#34;ticket&#34;:&#34;([^&]*)&#34;").matcher(page);
        assertThat(ticket.find()).as(page).isTrue();
        return ticket.group(1);
    }
}
