package org.weatherinference.state;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often visitors gave a label where a bundle had answered with one.
 *
 * @param given may be the same as answered: they agreed
 */
public record Tally(String bundle, String answered, String given, long count) {
    /** All of it by name. */
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("bundle", bundle);
        fields.put("answered", answered);
        fields.put("given", given);
        fields.put("count", count);
        return fields;
    }
}
