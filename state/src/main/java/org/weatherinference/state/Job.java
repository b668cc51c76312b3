package org.weatherinference.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
        int returned) {}
