package org.weatherinference.clients;

import java.util.List;

/** A type with a name. */
sealed interface Declaration {
    String name();

    /** Empty where there is none. */
    String description();

    /** Another name for a type. */
    record Alias(String name, String description, Type type) implements Declaration {}

    /** An object of JSON. */
    record Structure(String name, String description, List<Field> fields) implements Declaration {
        public Structure {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A part of an object.
     *
     * @param required whether it is always there
     */
    record Field(String name, String description, Type type, boolean required) {}
}
