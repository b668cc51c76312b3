package org.weatherinference.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Key;
import org.weatherinference.state.Right;

/** A key in words. */
final class KeyText {
    /** Above the {@link #cells}. */
    static final List<String> HEAD = List.of("NAME", "ID", "CAN", "RATE", "CREATED", "LAST USED", "STATE");

    private KeyText() {}

    static Map<String, @Nullable Object> json(Key key) {
        return JsonText.object(
                "id", key.id(),
                "name", key.name(),
                "can", key.rights().stream().sorted().map(Right::toString).toList(),
                "rate", text(key.rate()),
                "created", text(key.created()),
                "expires", text(key.expires()),
                "revoked", text(key.revoked()),
                "lastUsed", text(key.lastUsed()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

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
