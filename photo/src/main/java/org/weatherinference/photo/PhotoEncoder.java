package org.weatherinference.photo;

/** Writes photos as files, without metadata. Safe to share between threads. */
public final class PhotoEncoder {
    private PhotoEncoder() {}

    /**
     * A baseline JPEG.
     *
     * @param quality 1 to 100
     * @throws IllegalArgumentException when the quality is out of range
     */
    public static byte[] jpeg(Photo photo, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality must be 1 to 100, not " + quality);
        }
        try (NativePixels picture = NativePixels.of(photo)) {
            return picture.jpeg(quality);
        }
    }

    /** A PNG, 8-bit RGB. */
    public static byte[] png(Photo photo) {
        try (NativePixels picture = NativePixels.of(photo)) {
            return picture.png();
        }
    }
}
