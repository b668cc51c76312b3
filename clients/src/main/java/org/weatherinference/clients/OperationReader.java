package org.weatherinference.clients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.clients.Argument.Place;
import org.weatherinference.clients.Declaration.Field;
import org.weatherinference.clients.Operation.Reply;
import tools.jackson.databind.JsonNode;

/**
 * Makes an {@link Operation} of its part of an OpenAPI document.
 *
 * @param securitySchemes by name
 */
record OperationReader(Schemas schemas, JsonNode securitySchemes) {
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";
    private static final String EVENTS = "text/event-stream";

    Operation operation(String method, String path, JsonNode operation) {
        String id = operation.get("operationId").asString();
        String name = Schemas.capitalised(id);
        JsonNode content = operation.at("/requestBody/content");
        JsonNode json = content.path(JSON).path("schema");
        JsonNode form = content.path("multipart/form-data").path("schema");
        List<Argument> arguments = new ArrayList<>();
        operation.path("parameters").forEach(parameter -> arguments.add(parameter(parameter, name)));
        arguments.addAll(body(json, form, name));
        arguments.addAll(tokens(operation.path("security")));
        // The sort is stable.
        arguments.sort(Comparator.comparing(argument -> !argument.required()));
        return new Operation(
                id,
                method,
                path,
                operation.get("summary").asString(),
                Schemas.description(operation),
                arguments,
                part(json, form),
                reply(operation.get("responses"), name));
    }

    private Argument parameter(JsonNode parameter, String parent) {
        String name = parameter.get("name").asString();
        return new Argument(
                camelCase(name),
                name,
                Place.valueOf(parameter.get("in").asString().toUpperCase(Locale.ROOT)),
                schemas.type(parameter.get("schema"), parent + Schemas.capitalised(name)),
                Schemas.description(parameter),
                parameter.path("required").asBoolean(false));
    }

    /** {@code lastEventId} of {@code Last-Event-ID}. */
    private static String camelCase(String name) {
        String[] words = name.split("-", -1);
        return words.length == 1
                ? name
                : words[0].toLowerCase(Locale.ROOT)
                        + Arrays.stream(words, 1, words.length)
                                .map(word -> Schemas.capitalised(word.toLowerCase(Locale.ROOT)))
                                .collect(Collectors.joining());
    }

    /** Where a form can say all that the JSON can, it adds its files; where it cannot, the form alone counts. */
    private List<Argument> body(JsonNode json, JsonNode form, String name) {
        List<Field> fields = json.isMissingNode() || !saysAll(form, json) ? List.of() : schemas.fields(json, name);
        Stream<Argument> files = form.path("properties")
                .propertyStream()
                .filter(property -> isFile(property.getValue()))
                .map(property -> file(property, fields));
        return Stream.concat(fields.stream().map(OperationReader::argument), files)
                .toList();
    }

    private boolean saysAll(JsonNode form, JsonNode json) {
        return form.isMissingNode()
                || part(json, form) != null
                || schemas.resolved(json)
                        .path("properties")
                        .propertyStream()
                        .allMatch(property -> form.path("properties").has(property.getKey()));
    }

    /** The form's part that has the JSON. */
    private static @Nullable String part(JsonNode json, JsonNode form) {
        return form.path("properties")
                .propertyStream()
                .filter(property -> property.getValue().equals(json))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static boolean isFile(JsonNode schema) {
        return Schemas.isFile(schema) || Schemas.isFile(schema.path("items"));
    }

    private static Argument argument(Field field) {
        return new Argument(
                field.name(), field.name(), Place.FIELD, field.type(), field.description(), field.required());
    }

    private static Argument file(Map.Entry<String, JsonNode> property, List<Field> fields) {
        String name = property.getKey();
        boolean taken = fields.stream().anyMatch(field -> field.name().equals(name));
        return new Argument(
                taken ? name + "File" : name,
                name,
                Place.FILE,
                property.getValue().has("items") ? Type.Plain.FILES : Type.Plain.FILE,
                Schemas.description(property.getValue()),
                fields.isEmpty());
    }

    /** Whatever else than a key says who asks. */
    private List<Argument> tokens(JsonNode security) {
        return security.valueStream()
                .flatMap(JsonNode::propertyStream)
                .map(Map.Entry::getKey)
                .filter(scheme ->
                        securitySchemes.at("/" + scheme + "/scheme").asString().equals("Token"))
                .map(scheme -> new Argument(
                        scheme,
                        scheme,
                        Place.TOKEN,
                        Type.Plain.TEXT,
                        Schemas.description(securitySchemes.get(scheme)),
                        false))
                .toList();
    }

    private Reply reply(JsonNode responses, String name) {
        JsonNode content = responses
                .propertyStream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(response -> response.getValue().path("content"))
                .findFirst()
                .orElseThrow();
        if (content.has(JSON)) {
            return new Reply(Reply.Kind.JSON, schemas.type(content.get(JSON).get("schema"), name + "Reply"));
        }
        if (content.has(EVENTS)) {
            return new Reply(Reply.Kind.EVENTS, schemas.type(content.get(EVENTS).get("x-data"), name + "Event"));
        }
        return content.has(TEXT)
                ? new Reply(Reply.Kind.TEXT, Type.Plain.TEXT)
                : new Reply(Reply.Kind.BYTES, Type.Plain.FILE);
    }
}
