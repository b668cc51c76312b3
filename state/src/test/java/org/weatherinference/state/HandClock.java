package org.weatherinference.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when it is told to. */
final class HandClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-05-01T12:00:00.123Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
