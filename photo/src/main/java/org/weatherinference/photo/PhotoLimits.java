package org.weatherinference.photo;

import java.util.Locale;

/**
 * What a photo may cost, checked from its header before any pixel is decoded.
 *
 * @param maxBytes the longest file, in bytes
 * @param maxPixels the most pixels of the stored picture, width times height
 * @param maxScans the most scans of a progressive JPEG
 */
public record PhotoLimits(int maxBytes, long maxPixels, int maxScans) {
    /** 20 MB, 50 million pixels, 100 scans. */
    public static final PhotoLimits DEFAULT = new PhotoLimits(20 * 1024 * 1024, 50_000_000, 100);

    /** Checks that each limit lets something through. */
    public PhotoLimits {
        if (maxBytes < 1 || maxPixels < 1 || maxScans < 1) {
            throw new IllegalArgumentException("limits must be positive: " + maxBytes + " bytes, " + maxPixels
                    + " pixels, " + maxScans + " scans");
        }
        if (maxPixels > Integer.MAX_VALUE / 3) {
            throw new IllegalArgumentException("maxPixels is " + maxPixels + ", but one array of RGB holds at most "
                    + Integer.MAX_VALUE / 3 + " pixels");
        }
    }

    /**
     * Checks a file's size, for whoever knows it before the file is read.
     *
     * @param bytes the file's length
     * @throws PhotoTooLargeException where it is longer than {@link #maxBytes}
     */
    public void requireBytes(long bytes) throws PhotoTooLargeException {
        if (bytes > maxBytes) {
            String detail = String.format(Locale.ROOT, "the file has %,d bytes, the limit is %,d", bytes, maxBytes);
            throw new PhotoTooLargeException("bytes", maxBytes, bytes, detail);
        }
    }

    void require(PhotoHeader header) throws PhotoTooLargeException {
        if (header.pixels() > maxPixels) {
            throw new PhotoTooLargeException(
                    "pixels",
                    maxPixels,
                    header.pixels(),
                    header.width() + " x " + header.height() + " is " + header.pixels() + " pixels, the limit is "
                            + maxPixels);
        }
        if (header.scans() > maxScans) {
            throw new PhotoTooLargeException(
                    "scans",
                    maxScans,
                    header.scans(),
                    "the JPEG has " + header.scans() + " scans, the limit is " + maxScans);
        }
    }
}
