package org.weatherinference.state;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Tells the time as exactly as it is kept. */
record MilliClock(InstantSource source) {
    Instant now() {
        return source.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
