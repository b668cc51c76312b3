package org.weatherinference.server;

import org.jspecify.annotations.Nullable;

/** A photo as it came in a request. */
sealed interface PhotoPart {
    /** The file's name as its sender gave it; null where it has none. */
    @Nullable
    String name();

    /** The bytes of one. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record File(@Nullable String name, byte[] bytes) implements PhotoPart {}

    /** One that was refused before it was whole. */
    record Refused(@Nullable String name, ProblemException reason) implements PhotoPart {}
}
