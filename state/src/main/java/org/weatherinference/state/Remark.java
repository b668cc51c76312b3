package org.weatherinference.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor said of an answer.
 *
 * @param id 12 hex digits
 * @param bundle the reference of the bundle that answered, such as {@code weather:3}
 * @param answered the label it was surest of
 * @param verdict that label, or {@code unsure}
 * @param confidence 0 to 1
 * @param given the label that the visitor gives, which may be the same
 * @param photo the SHA-256 of the photo's file, in hex; null where the visitor did not agree that it is kept, or its
 *     time is over
 * @param expires when the photo goes; null where there is none
 */
public record Remark(
        String id,
        String bundle,
        String answered,
        String verdict,
        double confidence,
        String given,
        Instant answeredAt,
        Instant givenAt,
        @Nullable String photo,
        @Nullable Instant expires) {
    /** All of it by name, as texts and a number: what the command line and HTTP tell of a remark. */
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", id);
        fields.put("bundle", bundle);
        fields.put("answered", answered);
        fields.put("verdict", verdict);
        fields.put("confidence", confidence);
        fields.put("given", given);
        fields.put("answeredAt", answeredAt.toString());
        fields.put("givenAt", givenAt.toString());
        fields.put("photo", photo);
        fields.put("expires", expires == null ? null : expires.toString());
        return fields;
    }
}
