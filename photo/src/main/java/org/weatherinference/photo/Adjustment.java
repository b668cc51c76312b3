package org.weatherinference.photo;

import java.util.Locale;

/** What decoding did to a photo: the closed list behind the answer's {@code applied}. */
public enum Adjustment {
    /** Only the first of several frames was read. */
    FIRST_FRAME,
    /** The low byte of every 16-bit value was dropped. */
    DEPTH_16_TO_8,
    /** Colours were looked up in the file's palette. */
    PALETTE_TO_RGB,
    /** Grey became three equal values. */
    GREY_TO_RGB,
    /** Ink became light, colour profiles left aside. */
    CMYK_TO_RGB,
    /** Transparent or uncovered parts were laid on white. */
    ALPHA_ON_WHITE,
    /** Left and right were exchanged. */
    EXIF_ORIENTATION_2,
    /** Turned by 180 degrees. */
    EXIF_ORIENTATION_3,
    /** Top and bottom were exchanged. */
    EXIF_ORIENTATION_4,
    /** Rows became columns. */
    EXIF_ORIENTATION_5,
    /** Turned clockwise by 90 degrees. */
    EXIF_ORIENTATION_6,
    /** Rows became columns, and the whole was turned by 180 degrees. */
    EXIF_ORIENTATION_7,
    /** Turned anticlockwise by 90 degrees. */
    EXIF_ORIENTATION_8;

    /** The word in answers: lower case, with hyphens, such as {@code exif-orientation-6}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Adjustment ofOrientation(int orientation) {
        return valueOf("EXIF_ORIENTATION_" + orientation);
    }
}
