package org.weatherinference.dataset;

import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoHeader;

/** Photos as they are kept: upright, without metadata, not larger than asked for. */
final class KeptPhoto {
    /** At which a photo that was a JPEG before loses nothing that can be seen. */
    private static final int QUALITY = 92;

    private KeptPhoto() {}

    static byte[] jpeg(byte[] file, int maxSide) throws PhotoException {
        return PhotoEncoder.jpeg(within(file, maxSide), QUALITY);
    }

    /** Upright, its longer side at most so many pixels; never enlarged. */
    static Photo within(byte[] file, int maxSide) throws PhotoException {
        PhotoHeader header = Content.DECODER.header(file);
        double scale = Math.min(1, (double) maxSide / Math.max(header.width(), header.height()));
        int width = scaled(header.uprightWidth(), scale);
        int height = scaled(header.uprightHeight(), scale);
        return Content.DECODER.decode(file, width, height).resize(width, height);
    }

    private static int scaled(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }
}
