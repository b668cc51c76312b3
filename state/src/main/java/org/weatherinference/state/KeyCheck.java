package org.weatherinference.state;

/** What came of a key that was presented. */
public sealed interface KeyCheck {
    /** It opens what its rights say. */
    record Valid(Key key) implements KeyCheck {}

    /** No such key was ever made, or its secret is another. */
    record Unknown() implements KeyCheck {}

    /** Its time is over. */
    record Expired(Key key) implements KeyCheck {}

    /** An operator took it back. */
    record Revoked(Key key) implements KeyCheck {}
}
