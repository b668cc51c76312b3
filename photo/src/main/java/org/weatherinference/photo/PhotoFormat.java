package org.weatherinference.photo;

/** A format that is read, decided by a file's leading bytes and never by its name. */
public enum PhotoFormat {
    JPEG("\u00ff\u00d8\u00ff"),
    PNG("\u0089PNG\r\n\u001a\n"),
    WEBP("RIFF????WEBP"),
    GIF("GIF8?a"),
    BMP("BM????\0\0\0\0????");

    private final String start;

    PhotoFormat(String start) {
        this.start = start;
    }

    /** What a file of this format starts with, a character a byte; {@code ?} stands for any. */
    String start() {
        return start;
    }
}
