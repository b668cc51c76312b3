package org.weatherinference.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object that is read strictly: what is missing, of another type or not known is refused by its name. */
public final class JsonObject {
    /** The longest text that is read. */
    public static final int MAX_BYTES = JsonText.MAX_BYTES;

    private final String file;
    private final String path;
    private final Map<String, Object> fields;
    private final Set<String> unread;
    private final Set<String> asked = new LinkedHashSet<>();

    private JsonObject(String file, String path, Map<String, Object> fields) {
        this.file = file;
        this.path = path;
        this.fields = fields;
        this.unread = new LinkedHashSet<>(fields.keySet());
    }

    /**
     * Reads a text.
     *
     * @param file named in every message
     * @param json one object, at most {@value #MAX_BYTES} bytes
     * @throws BundleException where it is none, as from every other method where a field is not what is asked for
     */
    public static JsonObject parse(String file, byte[] json) throws BundleException {
        try {
            return child(file, "", cast(file, "the file", Map.class, "an object", known(JsonText.parse(json))));
        } catch (IllegalArgumentException fault) {
            throw new BundleException(file + ": " + fault.getMessage(), fault);
        }
    }

    private static Object known(@Nullable Object value) {
        return value == null ? Nothing.NULL : value;
    }

    /** A field that is a string. */
    public String string(String name) throws BundleException {
        return cast(name, String.class, "a string");
    }

    int integer(String name) throws BundleException {
        return cast(name, Integer.class, "a whole number");
    }

    double number(String name) throws BundleException {
        return cast(name, Number.class, "a number").doubleValue();
    }

    /** A field that is true or false. */
    public boolean truth(String name) throws BundleException {
        return cast(name, Boolean.class, "true or false");
    }

    JsonObject object(String name) throws BundleException {
        return child(file, path + name + ".", cast(name, Map.class, "an object"));
    }

    /** A field that is a string or a number, as text. */
    public String text(String name) throws BundleException {
        return fields.get(name) instanceof Number
                ? cast(name, Number.class, "a number").toString()
                : string(name);
    }

    /** Whether there is such a field, whatever it holds. */
    public boolean has(String name) {
        asked.add(name);
        return fields.containsKey(name);
    }

    /** The names of all fields, in their order. */
    public List<String> names() {
        return List.copyOf(fields.keySet());
    }

    /** Null where the field is absent. */
    public @Nullable JsonObject optionalObject(String name) throws BundleException {
        return has(name) ? object(name) : null;
    }

    List<String> strings(String name) throws BundleException {
        var strings = new ArrayList<String>();
        for (Object item : cast(name, List.class, "a list")) {
            strings.add(cast(file, quoted(name + "[" + strings.size() + "]"), String.class, "a string", known(item)));
        }
        return strings;
    }

    List<JsonObject> objects(String name) throws BundleException {
        var objects = new ArrayList<JsonObject>();
        for (Object item : cast(name, List.class, "a list")) {
            String itemName = name + "[" + objects.size() + "]";
            objects.add(child(
                    file, path + itemName + ".", cast(file, quoted(itemName), Map.class, "an object", known(item))));
        }
        return objects;
    }

    /** Empty where the field is absent. */
    public List<JsonObject> optionalObjects(String name) throws BundleException {
        return has(name) ? objects(name) : List.of();
    }

    /** All fields, each read by the given accessor. */
    <T> Map<String, T> map(Accessor<T> accessor) throws BundleException {
        var map = new LinkedHashMap<String, T>();
        for (String name : fields.keySet()) {
            map.put(name, accessor.read(this, name));
        }
        return map;
    }

    /** Refuses fields that nobody asked for. */
    public void end() throws BundleException {
        if (!unread.isEmpty()) {
            String first = unread.iterator().next();
            throw new BundleException(file + ": unknown field " + quoted(first) + Spelling.hint(first, asked));
        }
    }

    /** Reads one field. */
    interface Accessor<T> {
        T read(JsonObject object, String name) throws BundleException;
    }

    private <T> T cast(String name, Class<T> type, String kind) throws BundleException {
        unread.remove(name);
        asked.add(name);
        Object value = fields.get(name);
        if (value == null) {
            throw new BundleException(file + ": field " + quoted(name) + " is missing");
        }
        return cast(file, quoted(name), type, kind, value);
    }

    private static <T> T cast(String file, String what, Class<T> type, String kind, Object value)
            throws BundleException {
        if (!type.isInstance(value)) {
            throw new BundleException(file + ": " + what + " must be " + kind + " but is " + kindOf(value));
        }
        return type.cast(value);
    }

    private static String kindOf(Object value) {
        return switch (value) {
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case String string -> "the string \"" + string.substring(0, Math.min(string.length(), 40)) + "\"";
            default -> value.toString();
        };
    }

    private static JsonObject child(String file, String path, Map<?, ?> value) {
        var fields = new LinkedHashMap<String, Object>();
        value.forEach((name, item) -> fields.put((String) name, known(item)));
        return new JsonObject(file, path, fields);
    }

    private String quoted(String name) {
        return '"' + path + name + '"';
    }

    private enum Nothing {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }
}
