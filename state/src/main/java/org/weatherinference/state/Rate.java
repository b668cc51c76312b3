package org.weatherinference.state;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests a key has in a time.
 *
 * @param requests 1 to 1,000,000
 * @param unit the time: {@code s}, {@code min} or {@code h}
 */
public record Rate(int requests, String unit) {
    private static final int MOST = 1_000_000;
    private static final Map<String, Duration> UNITS =
            Map.of("s", Duration.ofSeconds(1), "min", Duration.ofMinutes(1), "h", Duration.ofHours(1));
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,7})/(s|min|h)");

    /** The rate of a text such as {@code 60/min}. */
    public static Rate parse(String text) throws StateException.Invalid {
        Matcher matcher = SHAPE.matcher(text);
        if (matcher.matches()) {
            int requests = Integer.parseInt(matcher.group(1));
            if (requests >= 1 && requests <= MOST) {
                return new Rate(requests, matcher.group(2));
            }
        }
        throw new StateException.Invalid("the rate is \"" + text + "\", must be a number from 1 to " + MOST
                + " and its time, s, min or h, such as 60/min");
    }

    static Rate ofRow(String text) {
        try {
            return parse(text);
        } catch (StateException.Invalid e) {
            throw new IllegalStateException("a row was changed by hand: " + e.getMessage(), e);
        }
    }

    /** The time in which the requests are counted. */
    public Duration time() {
        return UNITS.getOrDefault(unit, Duration.ofMinutes(1));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return requests + "/" + unit;
    }
}
