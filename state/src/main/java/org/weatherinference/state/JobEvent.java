package org.weatherinference.state;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;

/**
 * Something that happened to a job.
 *
 * @param sequence counts up from 1 within the job, without gaps
 * @param text a state, progress as JSON, or a line of the log
 */
public record JobEvent(long sequence, Instant at, Kind kind, String text) {
    /** What the command line and HTTP tell of it, for {@link JsonText}: what it is stands under its kind. */
    public Map<String, @Nullable Object> fields() {
        return JsonText.object(
                "sequence",
                sequence,
                "at",
                at.toString(),
                kind.toString(),
                kind == Kind.PROGRESS ? Job.parsed(text) : text);
    }

    /** What its text is. */
    public enum Kind {
        /** A {@link JobState}. */
        STATE,
        /** JSON. */
        PROGRESS,
        /** A line. */
        LOG;

        /** As kept and as shown: lower case. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
