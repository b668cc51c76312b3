package org.weatherinference.clients;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.weatherinference.clients.Declaration.Field;
import tools.jackson.databind.JsonNode;

/** Makes types of the document's JSON schemas, as they are asked for, and keeps those that have a name. */
final class Schemas {
    private static final String REFERENCE = "#/components/schemas/";

    private final JsonNode components;
    private final Map<String, Declaration> declarations = new LinkedHashMap<>();

    /** @param components the schemas that others refer to, by name */
    Schemas(JsonNode components) {
        this.components = components;
    }

    /** In the order in which they were first asked for. */
    List<Declaration> declarations() {
        return List.copyOf(declarations.values());
    }

    /** @param name for what has none and needs one */
    Type type(JsonNode schema, String name) {
        if (schema.has("$ref")) {
            return named(reference(schema));
        }
        if (schema.has("const") || schema.has("enum")) {
            return choice(schema);
        }
        if (isStructure(schema)) {
            return structure(schema, name);
        }
        if (schema.has("oneOf") || schema.has("anyOf")) {
            return oneOf(alternatives(schema).map(part -> type(part, name)));
        }
        JsonNode type = schema.path("type");
        return type.isArray()
                ? oneOf(type.valueStream().map(word -> type(schema, word.asString(), name)))
                : type(schema, type.asString(""), name);
    }

    private Type type(JsonNode schema, String type, String name) {
        return switch (type) {
            case "string" -> isFile(schema) ? Type.Plain.FILE : Type.Plain.TEXT;
            case "integer" -> Type.Plain.INTEGER;
            case "number" -> Type.Plain.NUMBER;
            case "boolean" -> Type.Plain.BOOLEAN;
            case "array" -> new Type.ListOf(type(schema.path("items"), singular(name)));
            case "object" -> {
                JsonNode more = schema.path("additionalProperties");
                yield new Type.MapOf(more.isObject() ? type(more, name) : Type.Plain.ANYTHING);
            }
            case "" -> Type.Plain.ANYTHING;
            default -> throw new IllegalArgumentException("a schema has the type \"" + type + "\": " + schema);
        };
    }

    private static String reference(JsonNode schema) {
        return schema.get("$ref").asString().substring(REFERENCE.length());
    }

    /** The schema itself, or the one that it refers to. */
    JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? components.required(reference(schema)) : schema;
    }

    static boolean isFile(JsonNode schema) {
        return schema.has("contentMediaType")
                || schema.path("format").asString("").equals("binary");
    }

    private Type named(String name) {
        if (!declarations.containsKey(name)) {
            JsonNode schema = components.required(name);
            if (isStructure(schema)) {
                return structure(schema, name);
            }
            declarations.put(name, new Declaration.Alias(name, description(schema), type(schema, name)));
        }
        return new Type.Named(name);
    }

    private static Type choice(JsonNode schema) {
        List<String> values = schema.has("const")
                ? List.of(schema.get("const").toString())
                : schema.get("enum").valueStream().map(JsonNode::toString).toList();
        // The server puts its own labels in there; which, no client knows beforehand.
        return values.stream().anyMatch(value -> value.contains("{")) ? Type.Plain.TEXT : new Type.Choice(values);
    }

    private static boolean isStructure(JsonNode schema) {
        return schema.has("properties")
                || (schema.has("oneOf") && alternatives(schema).allMatch(part -> part.has("properties")));
    }

    private static Stream<JsonNode> alternatives(JsonNode schema) {
        return schema.path(schema.has("oneOf") ? "oneOf" : "anyOf").valueStream();
    }

    private static Type oneOf(Stream<Type> types) {
        return new Type.OneOf(types.distinct().toList());
    }

    private Type structure(JsonNode schema, String name) {
        // First the name, so that it stands before those of its parts.
        declarations.put(name, new Declaration.Alias(name, "", Type.Plain.ANYTHING));
        declarations.put(name, new Declaration.Structure(name, description(schema), fields(schema, name)));
        return new Type.Named(name);
    }

    /** Of a choice among objects all fields, those required that each of them requires. */
    List<Field> fields(JsonNode schema, String name) {
        if (schema.has("$ref")) {
            return fields(resolved(schema), reference(schema));
        }
        List<JsonNode> objects = schema.has("oneOf") ? alternatives(schema).toList() : List.of(schema);
        Set<String> required = new LinkedHashSet<>(required(objects.getFirst()));
        objects.forEach(object -> required.retainAll(required(object)));
        Map<String, Field> fields = new LinkedHashMap<>();
        for (JsonNode object : objects) {
            object.path("properties")
                    .properties()
                    .forEach(entry -> fields.computeIfAbsent(
                            entry.getKey(), key -> field(key, entry.getValue(), name, required.contains(key))));
        }
        return List.copyOf(fields.values());
    }

    private Field field(String key, JsonNode schema, String parent, boolean required) {
        return new Field(key, description(schema), type(schema, parent + capitalised(key)), required);
    }

    private static List<String> required(JsonNode object) {
        return object.path("required").valueStream().map(JsonNode::asString).toList();
    }

    static String description(JsonNode described) {
        return described.path("description").asString("");
    }

    static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String singular(String plural) {
        return plural.replaceFirst("ies$", "y").replaceFirst("s$", "");
    }
}
