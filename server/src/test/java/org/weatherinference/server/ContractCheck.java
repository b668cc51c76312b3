package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds answers against the OpenAPI document: path, method, status, media type, headers and body must be in it. */
final class ContractCheck {
    private static final String DOCUMENT = "https://weatherinference.test/openapi.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** With any label, since tests serve other bundles than the one that ships. */
    private static final String TEXT =
            Resources.text("openapi.json").replace("\"enum\": [\"{label}\"]", "\"minLength\": 1");

    private static final JsonNode CONTRACT = JSON.readTree(TEXT);
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(DOCUMENT, TEXT)));

    private ContractCheck() {}

    /** @throws AssertionError saying what is not in the contract */
    static void check(String method, URI uri, HttpResponse<String> answer) {
        check(method, uri, answer.statusCode(), answer.headers(), answer.body());
    }

    /** @throws AssertionError saying what is not in the contract */
    static void check(String method, URI uri, int status, HttpHeaders headers, String body) {
        String asked = method + " " + uri.getPath() + " -> " + status;
        String type = headers.firstValue("Content-Type").orElse("").split(";", 2)[0];
        Optional<String> operation = path(uri.getPath())
                .map(path -> pointer("paths", path, method.toLowerCase(Locale.ROOT)))
                .filter(pointer -> !CONTRACT.at(pointer).isMissingNode());
        if (operation.isEmpty()) {
            // What is not in the contract is not served either, and says so.
            assertThat(status).as(asked).isIn(404, 405);
            assertThat(type).as(asked).isEqualTo("application/problem+json");
            validate(asked, "/components/schemas/Problem", body);
            return;
        }
        if (status < 400) {
            checkParameters(asked, CONTRACT.at(operation.get()), uri);
        }
        String response = operation.get() + pointer("responses", String.valueOf(status));
        checkHead(asked, CONTRACT.at(response), type, headers);
        if (type.endsWith("json")) {
            validate(asked, response + pointer("content", type, "schema"), body);
        }
    }

    /** Of a request that was understood. */
    private static void checkParameters(String asked, JsonNode operation, URI uri) {
        Set<String> known = new HashSet<>();
        Set<String> required = new HashSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.get("in").asString().equals("query")) {
                known.add(parameter.get("name").asString());
                if (parameter.path("required").asBoolean(false)) {
                    required.add(parameter.get("name").asString());
                }
            }
        }
        List<String> given = Stream.ofNullable(uri.getRawQuery())
                .flatMap(query -> Stream.of(query.split("&")))
                .map(pair -> pair.split("=", 2)[0])
                .toList();
        assertThat(known).as(asked + ": query parameters in the contract").containsAll(given);
        assertThat(given).as(asked + ": required query parameters").containsAll(required);
    }

    private static void checkHead(String asked, JsonNode response, String type, HttpHeaders headers) {
        assertThat(response.isMissingNode())
                .as(asked + " is not in the contract")
                .isFalse();
        assertThat(response.has("content") ? response.path("content").has(type) : type.isEmpty())
                .as(asked + ": media type " + type + " is not in the contract")
                .isTrue();
        assertThat(headers.firstValue("X-Request-Id")).as(asked).isPresent();
        if (response.path("headers").has("Retry-After")) {
            assertThat(headers.firstValue("Retry-After")).as(asked).isPresent();
        }
    }

    /** The path's pattern in the contract. */
    private static Optional<String> path(String path) {
        return CONTRACT.get("paths").propertyNames().stream()
                .filter(pattern -> path.matches(pattern.replaceAll("\\{[^}]*}", "[^/]+")))
                .findFirst();
    }

    private static void validate(String asked, String schemaPointer, String json) {
        Schema schema = SCHEMAS.getSchema(SchemaLocation.of(DOCUMENT + "#" + schemaPointer));
        assertThat(schema.validate(json, InputFormat.JSON))
                .as(asked + ": " + json)
                .isEmpty();
    }

    private static String pointer(String... names) {
        StringBuilder pointer = new StringBuilder();
        for (String name : names) {
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
