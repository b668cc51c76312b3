package org.weatherinference.state;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the list of remarks, by what it is sorted by, so that it holds when remarks come and go. */
record Place(Instant givenAt, String id) {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,18})-([0-9a-f]{" + Secret.ID_DIGITS + "})");

    static Place of(Remark remark) {
        return new Place(remark.givenAt(), remark.id());
    }

    static Place parse(String text) throws StateException.Invalid {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new StateException.Invalid("the place in the list is \"" + text
                    + "\", must be what the page before it names as the next; without one the list begins");
        }
        return new Place(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), matcher.group(2));
    }

    @Override
    public String toString() {
        return givenAt.toEpochMilli() + "-" + id;
    }
}
