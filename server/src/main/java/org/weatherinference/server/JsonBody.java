package org.weatherinference.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.Spelling;

/** A request's JSON body, an object: what is missing, of another type or not known is refused by its name. */
final class JsonBody {
    private static final int MOST_BYTES = 16 * 1024;

    private final Map<?, ?> fields;

    private JsonBody(Map<?, ?> fields) {
        this.fields = fields;
    }

    /**
     * Reads a request's body.
     *
     * @param known the names of all fields that it may have
     * @throws ProblemException when it is another kind of body, too long, no JSON object, or has a field of another
     *     name
     */
    static JsonBody read(Request request, String... known) throws ProblemException {
        String type = request.mediaType();
        if (!type.equals("application/json")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_BODY,
                    "Content-Type \"" + type + "\" is not read here: send application/json");
        }
        return parse(request.body().readAll(MOST_BYTES, ProblemType.REQUEST_TOO_LARGE, "the JSON body"), known);
    }

    /** As {@link #read}, of bytes that came otherwise. */
    static JsonBody parse(byte[] json, String... known) throws ProblemException {
        try {
            if (JsonText.parse(json) instanceof Map<?, ?> fields) {
                return new JsonBody(fields).onlyWith(new LinkedHashSet<>(List.of(known)));
            }
        } catch (IllegalArgumentException fault) {
            throw wrong("it is no JSON: " + fault.getMessage());
        }
        throw wrong("it must be an object with " + String.join(", ", known));
    }

    private JsonBody onlyWith(Set<String> known) throws ProblemException {
        for (Object name : fields.keySet()) {
            if (!known.contains(name)) {
                throw wrong("there is no \"" + name + "\""
                        + Spelling.hint(String.valueOf(name), List.copyOf(known))
                        + "; there is " + String.join(", ", known));
            }
        }
        return this;
    }

    /** Whether there is a value of that name. */
    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** Whether it has these fields and no others. */
    boolean hasOnly(String... names) {
        return fields.keySet().equals(Set.of(names));
    }

    int integer(String name) throws ProblemException {
        return cast(name, Integer.class, "a whole number");
    }

    boolean truth(String name) throws ProblemException {
        return cast(name, Boolean.class, "true or false");
    }

    String string(String name) throws ProblemException {
        return cast(name, String.class, "a string");
    }

    /** Null where there is none. */
    @Nullable
    String optionalString(String name) throws ProblemException {
        return has(name) ? string(name) : null;
    }

    /** At least one. */
    List<String> strings(String name) throws ProblemException {
        List<?> items = cast(name, List.class, "a list of strings");
        if (items.isEmpty() || !items.stream().allMatch(String.class::isInstance)) {
            throw wrong("\"" + name + "\" must be a list of strings, and not empty");
        }
        return items.stream().map(String.class::cast).toList();
    }

    private <T> T cast(String name, Class<T> type, String kind) throws ProblemException {
        Object value = fields.get(name);
        if (value == null) {
            throw wrong("\"" + name + "\" is missing");
        }
        if (!type.isInstance(value)) {
            throw wrong("\"" + name + "\" must be " + kind);
        }
        return type.cast(value);
    }

    /** A body that does not fit. */
    static ProblemException wrong(String why) {
        return new ProblemException(ProblemType.BAD_REQUEST, "the body is not understood: " + why);
    }
}
