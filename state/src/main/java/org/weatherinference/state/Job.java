package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;

/**
 * A training job.
 *
 * @param id 12 hex digits
 * @param bundle the name of the bundle to make
 * @param dataset what to learn from, as JSON, which is not looked into here
 * @param start the bundle to begin with; null for the trainer's own choice
 * @param settings as JSON, which is not looked into here
 * @param createdBy the id of a key; null where the command line made it
 * @param started when the first worker took it; null where none has
 * @param ended null where it goes on
 * @param attempts how many workers took it
 * @param worker who has it, or had it last; null where none has
 * @param leasedUntil from then on another worker may take it; the epoch where none has it
 * @param progress the newest, as JSON, which is not looked into here; null where there is none
 * @param result the reference of the bundle made; null where none is
 * @param error why it failed; null where it did not
 * @param returned how many of those workers handed it back
 */
public record Job(
        String id,
        String bundle,
        String dataset,
        @Nullable String start,
        String settings,
        JobState state,
        @Nullable String createdBy,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant ended,
        int attempts,
        @Nullable String worker,
        Instant leasedUntil,
        @Nullable String progress,
        @Nullable String result,
        @Nullable String error,
        int returned) {
    /** What the command line and HTTP tell of a job, for {@link JsonText}. */
    public Map<String, @Nullable Object> fields() {
        return JsonText.object(
                "id", id,
                "bundle", bundle,
                "dataset", parsed(dataset).get(TrainingOrder.SOURCES),
                "from", start,
                "settings", parsed(settings),
                "state", state.toString(),
                "createdBy", createdBy,
                "created", created.toString(),
                "started", text(started),
                "ended", text(ended),
                "attempts", attempts,
                "worker", worker,
                "progress", progress == null ? null : parsed(progress),
                "result", result,
                "error", error);
    }

    /** Of what this program wrote itself. */
    static Map<?, ?> parsed(String json) {
        return JsonText.parse(json.getBytes(UTF_8)) instanceof Map<?, ?> object ? object : Map.of();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
