package org.weatherinference.photo;

/**
 * What a file's header says, before any pixel is decoded.
 *
 * @param format by the leading bytes
 * @param width as stored, in pixels (EXIF orientation not applied)
 * @param height as stored, in pixels
 * @param orientation EXIF orientation, 1 to 8; 1 where none is given
 * @param scans how many scans a JPEG holds; 1 for the other formats
 */
public record PhotoHeader(PhotoFormat format, int width, int height, int orientation, int scans) {
    /** Stored width times stored height. */
    public long pixels() {
        return (long) width * height;
    }

    /** The width after turning the photo upright. */
    public int uprightWidth() {
        return orientation < 5 ? width : height;
    }

    /** The height after turning the photo upright. */
    public int uprightHeight() {
        return orientation < 5 ? height : width;
    }
}
