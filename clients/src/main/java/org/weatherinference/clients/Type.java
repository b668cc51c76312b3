package org.weatherinference.clients;

import java.util.List;

/** What a value may be, in words that both languages have. */
sealed interface Type {
    /** Those that are made of no others. {@code FILES} is one file or a list of them. */
    enum Plain implements Type {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        ANYTHING,
        FILE,
        FILES
    }

    /** One of these values, each in JSON. */
    record Choice(List<String> values) implements Type {
        public Choice {
            values = List.copyOf(values);
        }
    }

    record ListOf(Type element) implements Type {}

    /** From text. */
    record MapOf(Type value) implements Type {}

    record OneOf(List<Type> types) implements Type {
        public OneOf {
            types = List.copyOf(types);
        }
    }

    /** A {@link Declaration}'s name. */
    record Named(String name) implements Type {}
}
