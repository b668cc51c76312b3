package org.weatherinference.state;

import java.util.Locale;

/** How far a training job is. */
public enum JobState {
    /** Waits for a worker. */
    QUEUED,
    /** A worker has it. */
    RUNNING,
    /** A worker has it, and is asked to stop. */
    STOPPING,
    /** It made its bundle. */
    DONE,
    /** It came to nothing; its error says why. */
    FAILED,
    /** It was called off. */
    CANCELLED;

    /** Whether nothing happens to it any more. */
    public boolean ended() {
        return switch (this) {
            case QUEUED, RUNNING, STOPPING -> false;
            case DONE, FAILED, CANCELLED -> true;
        };
    }

    /** As kept and as shown: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
