package org.weatherinference.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is kept: without its secret.
 *
 * @param id 12 hex digits, the middle of what its holder presents
 * @param name as the operator calls it
 * @param rate null for no limit of its own
 * @param expires from then on it opens nothing; null for never
 * @param revoked since when it opens nothing any more; null where it was never revoked
 * @param lastUsed within a minute; null where it never was
 */
public record Key(
        String id,
        String name,
        Set<Right> rights,
        @Nullable Rate rate,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked,
        @Nullable Instant lastUsed) {
    /** All of it by name, as texts and lists of texts: what the command line and HTTP tell of a key. */
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", id);
        fields.put("name", name);
        fields.put("can", rights.stream().sorted().map(Right::toString).toList());
        fields.put("rate", text(rate));
        fields.put("created", created.toString());
        fields.put("expires", text(expires));
        fields.put("revoked", text(revoked));
        fields.put("lastUsed", text(lastUsed));
        return fields;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Whether it has expired by then. */
    public boolean expired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }
}
