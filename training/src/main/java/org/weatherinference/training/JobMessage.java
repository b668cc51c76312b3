package org.weatherinference.training;

import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the process of a job's training tells its worker, as a line of JSON each. */
sealed interface JobMessage {
    /**
     * How far it is.
     *
     * @param json passed on as it is
     */
    record Progress(String json) implements JobMessage {}

    /**
     * It made a bundle.
     *
     * @param reference in the store
     */
    record Made(String reference) implements JobMessage {}

    /**
     * It came to nothing.
     *
     * @param reason fit for users
     */
    record Failed(String reason) implements JobMessage {}

    /** As it is written; the reverse of {@link #of}. */
    default String line() {
        return switch (this) {
            case Progress progress -> "{\"progress\":" + progress.json() + "}";
            case Made made -> JsonText.line(JsonText.object("made", made.reference()));
            case Failed failed -> JsonText.line(JsonText.object("failed", failed.reason()));
        };
    }

    /** The message of a line; null where it is none: native code may write where it likes. */
    static @Nullable JobMessage of(String line) {
        try {
            JsonNode json = new JsonMapper().readTree(line);
            if (json.has("progress")) {
                return new Progress(json.get("progress").toString());
            }
            if (json.has("made")) {
                return new Made(json.get("made").asString());
            }
            return json.has("failed") ? new Failed(json.get("failed").asString()) : null;
        } catch (JacksonException _) {
            return null;
        }
    }
}
