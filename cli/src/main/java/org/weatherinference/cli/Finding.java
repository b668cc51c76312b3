package org.weatherinference.cli;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param what such as {@code java}
 * @param found what it is like, and where it is not as it should be what to do
 */
record Finding(Kind kind, String what, String found) {
    enum Kind {
        GOOD("ok"),
        SLOW("slow"),
        BROKEN("broken");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    static Finding good(String what, String found) {
        return new Finding(Kind.GOOD, what, found);
    }

    static Finding slow(String what, String found) {
        return new Finding(Kind.SLOW, what, found);
    }

    static Finding broken(String what, String found) {
        return new Finding(Kind.BROKEN, what, found);
    }

    String line() {
        return String.format(Locale.ROOT, "%-7s %-14s %s", kind.word, what, found);
    }
}
