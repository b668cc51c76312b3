package org.weatherinference.cli;

/** Where a photo's bytes come from. */
interface PhotoInput {
    /** As the user gave it, or as found under the folder given; the answer's {@code photo}. */
    String name();

    /** A file name for a copy of it. */
    String fileName();

    /** All bytes. May be called again. */
    byte[] read() throws InputException;

    /** Whether it was only found in a folder, and not even named like a picture: that it is none is then no error. */
    default boolean chanceFind() {
        return false;
    }
}
