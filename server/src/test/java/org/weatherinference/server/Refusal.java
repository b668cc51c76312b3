package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a request was refused with, as its answer tells. */
record Refusal(int status, JsonNode body) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Refusal of(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type"))
                .as(answer.body())
                .contains("application/problem+json");
        return new Refusal(answer.statusCode(), JSON.readTree(answer.body()));
    }

    /** The first of what came back over a plain connection. */
    static Refusal of(String answer) {
        String head = answer.split("\r\n\r\n", 2)[0];
        assertThat(head)
                .as(answer)
                .startsWith("HTTP/1.1 ")
                .containsIgnoringCase("\r\nContent-Type: application/problem+json");
        return new Refusal(Integer.parseInt(head.substring(9, 12)), JSON.readTree(answer.split("\r\n\r\n", 2)[1]));
    }

    /** @param words of the detail: the thing, the value found, the rule */
    Refusal says(int expectedStatus, String type, String... words) {
        assertThat(status).as(body.toString()).isEqualTo(expectedStatus);
        assertThat(body.path("status").asInt()).isEqualTo(expectedStatus);
        assertThat(body.path("type").asString()).as(body.toString()).isEqualTo(type);
        assertThat(List.of(words))
                .allSatisfy(word -> assertThat(body.path("detail").asString()).contains(word));
        return this;
    }

    void withLimit(long limit) {
        assertThat(body.path("limit").asLong(-1)).as(body.toString()).isEqualTo(limit);
    }
}
