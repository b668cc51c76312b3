package org.weatherinference.clients;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of the server.
 *
 * @param method GET, POST …
 * @param path with {@code {name}} for each argument that is in it
 * @param description empty where there is none
 * @param arguments those that are required first
 * @param part of a form that has the fields as JSON; null where each field is a part of its own
 */
record Operation(
        String id,
        String method,
        String path,
        String summary,
        String description,
        List<Argument> arguments,
        @Nullable String part,
        Reply reply) {
    Operation {
        arguments = List.copyOf(arguments);
    }

    /** What comes back. */
    record Reply(Kind kind, Type type) {
        /** Each event is of the type; bytes and text are whole. */
        enum Kind {
            JSON,
            TEXT,
            BYTES,
            EVENTS
        }
    }

    List<Argument> arguments(Argument.Place place) {
        return arguments.stream().filter(argument -> argument.place() == place).toList();
    }

    List<Argument> required() {
        return arguments.stream().filter(Argument::required).toList();
    }

    List<Argument> optional() {
        return arguments.stream().filter(argument -> !argument.required()).toList();
    }

    /** Whether it takes one file or a list, and tells of one or of a list. */
    boolean takesFiles() {
        return arguments.stream().anyMatch(argument -> argument.type() == Type.Plain.FILES);
    }
}
