package org.weatherinference.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.weatherinference.state.Key;
import org.weatherinference.state.Right;

/** A key in words. */
final class KeyText {
    /** Above the {@link #cells}. */
    static final List<String> HEAD = List.of("NAME", "ID", "CAN", "RATE", "CREATED", "LAST USED", "STATE");

    private KeyText() {}

    static List<String> cells(Key key, Instant now) {
        return List.of(
                key.name(),
                key.id(),
                Right.words(key.rights()),
                key.rate() == null ? "-" : key.rate().toString(),
                minute(key.created()),
                key.lastUsed() == null ? "never" : minute(key.lastUsed()),
                state(key, now));
    }

    private static String state(Key key, Instant now) {
        if (key.expired(now)) {
            return "expired";
        }
        if (key.revoked() != null) {
            return "revoked";
        }
        return key.expires() == null ? "valid" : "valid until " + minute(key.expires());
    }

    private static String minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }
}
