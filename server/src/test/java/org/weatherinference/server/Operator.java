package org.weatherinference.server;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.weatherinference.state.Database;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Right;
import org.weatherinference.state.StateException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with a key who may say which versions of {@code sun-rain} answer. */
final class Operator {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String key;

    private Operator(String key) {
        this.key = key;
    }

    /** Of the servers whose scene is in the folder. */
    static Operator of(Path folder) throws StateException {
        try (Database database = Database.at(Database.standardAddress(folder))) {
            return new Operator(new Keys(database, InstantSource.system())
                    .create("operator", Set.of(Right.MANAGE), null, null)
                    .text());
        }
    }

    /** What was decided, and how it goes. */
    JsonNode decides(Scene scene, String json) throws Exception {
        return answer(scene, "POST", json);
    }

    JsonNode looks(Scene scene) throws Exception {
        return answer(scene, "GET", "");
    }

    private JsonNode answer(Scene scene, String method, String json) throws Exception {
        var answer = scene.call(method, "/v1/models/sun-rain/live", key, json);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body());
    }

    String key() {
        return key;
    }
}
