package org.weatherinference.dataset;

import java.time.Duration;

/**
 * How photos are gathered. Immutable.
 *
 * @param maxSide most pixels of the longer side that is kept, at least 1
 * @param atOnce most URLs fetched at once
 * @param perHost most of those from one host
 * @param pause between the starts of two fetches from one host
 * @param attempts how often a URL is tried that may do better, at least 1
 * @param retryFailed whether URLs that failed in an earlier run, and will hardly do better, are tried again
 */
public record GatherSettings(int maxSide, int atOnce, int perHost, Duration pause, int attempts, boolean retryFailed) {
    /** 1024 pixels, 32 URLs at once, 2 a host, a quarter of a second apart, 3 attempts. */
    public static final GatherSettings DEFAULT = new GatherSettings(1024, 32, 2, Duration.ofMillis(250), 3, false);

    /** @throws IllegalArgumentException naming a value that is out of range */
    public GatherSettings {
        require("max-side", maxSide);
        require("at-once", atOnce);
        require("per-host", perHost);
        require("attempts", attempts);
        if (pause.isNegative()) {
            throw new IllegalArgumentException("pause is " + pause + ", must not be negative");
        }
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
        }
    }
}
