package org.weatherinference.model;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;

/**
 * Reads and writes maps, lists, strings, numbers and truths as JSON, in their order; a field whose value is null is
 * left out.
 */
public final class JsonText {
    static final int MAX_BYTES = 1 << 20;

    private static final JsonFactory FACTORY = new JsonFactory();

    private static final JsonFactory STRICT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_BYTES)
                    .maxNestingDepth(16)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonText() {}

    /**
     * The value of a text: a map, a list, a string, a number, a truth, or null. The streaming parser alone starts in 40
     * ms; binding to records would take 210 ms of a cold start.
     *
     * @param json at most {@value #MAX_BYTES} bytes
     * @throws IllegalArgumentException where it is no JSON, nested more than 16 deep, names a field twice, or goes on
     *     after its value
     */
    public static @Nullable Object parse(byte[] json) {
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), json)) {
            Object value = parse(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON value");
            }
            return value;
        } catch (JacksonException fault) {
            throw new IllegalArgumentException("not the JSON that is expected: " + fault.getOriginalMessage(), fault);
        }
    }

    private static @Nullable Object parse(JsonParser parser, @Nullable JsonToken token) {
        return token == null ? null : value(parser, token);
    }

    /** Without a null among its cases, for which Java would make a class when it starts: docs/decisions/087. */
    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> parseObject(parser);
            case START_ARRAY -> parseArray(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> parseObject(JsonParser parser) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            fields.put(name, parse(parser, parser.nextToken()));
        }
        return fields;
    }

    private static List<@Nullable Object> parseArray(JsonParser parser) {
        var items = new ArrayList<@Nullable Object>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(parse(parser, token));
        }
        return items;
    }

    /** An object of the given names and values, in turn. */
    public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** Without line breaks. */
    public static String line(Map<String, ? extends @Nullable Object> object) {
        return write(object, ObjectWriteContext.empty());
    }

    /** A list alone, without line breaks. */
    public static String array(List<?> items) {
        return write(items, ObjectWriteContext.empty());
    }

    /** A string alone, in its quotes. */
    public static String string(String text) {
        return write(text, ObjectWriteContext.empty());
    }

    /** Indented, for files that people read. */
    public static String page(Map<String, ? extends @Nullable Object> object) {
        return write(object, new Indented()) + "\n";
    }

    private static String write(Object whole, ObjectWriteContext context) {
        var text = new StringWriter(512);
        try (JsonGenerator json = FACTORY.createGenerator(context, text)) {
            value(json, whole);
        }
        return text.toString();
    }

    @SuppressWarnings("IfChainToSwitch") // on the way to a server's first answer: docs/decisions/087
    private static void value(JsonGenerator json, Object value) {
        if (value instanceof Map<?, ?> fields) {
            object(json, fields);
        } else if (value instanceof List<?> items) {
            array(json, items);
        } else if (value instanceof String string) {
            json.writeString(string);
        } else if (value instanceof Number number) {
            json.writeNumber(decimal(number));
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            throw new IllegalArgumentException("no JSON for a " + value.getClass());
        }
    }

    private static void object(JsonGenerator json, Map<?, ?> fields) {
        json.writeStartObject();
        fields.forEach((name, value) -> {
            if (value != null) {
                json.writeName((String) name);
                value(json, value);
            }
        });
        json.writeEndObject();
    }

    private static void array(JsonGenerator json, List<?> items) {
        json.writeStartArray();
        items.forEach(item -> value(json, item));
        json.writeEndArray();
    }

    /** The shortest decimal that reads back the same, never with an exponent: people read it too. */
    private static String decimal(Number number) {
        return new BigDecimal(number.toString()).toPlainString();
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            // The same line ends on every system.
            return new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
