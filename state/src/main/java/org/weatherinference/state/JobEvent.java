package org.weatherinference.state;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened to a job.
 *
 * @param sequence counts up from 1 within the job, without gaps
 * @param text a state, progress as JSON, or a line of the log
 */
public record JobEvent(long sequence, Instant at, Kind kind, String text) {
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
