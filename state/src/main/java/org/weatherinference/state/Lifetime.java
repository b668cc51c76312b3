package org.weatherinference.state;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long something is kept or valid, as people type it: {@code 12h}, {@code 90d}, {@code 4w}. */
public final class Lifetime {
    private static final Duration MOST = Duration.ofDays(3660);
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,6})([hdw])");

    private Lifetime() {}

    /** From one hour to ten years. */
    public static Duration parse(String text) throws StateException.Invalid {
        Matcher matcher = SHAPE.matcher(text);
        if (matcher.matches()) {
            Duration time = time(Long.parseLong(matcher.group(1)), matcher.group(2));
            if (time.isPositive() && time.compareTo(MOST) <= 0) {
                return time;
            }
        }
        throw new StateException.Invalid("the time is \"" + text
                + "\", must be a number of hours, days or weeks, at most " + MOST.toDays() + " days, such as 90d");
    }

    private static Duration time(long number, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }
}
