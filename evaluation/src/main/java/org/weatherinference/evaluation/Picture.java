package org.weatherinference.evaluation;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/**
 * A photo made small, within the page itself.
 *
 * @param source a data URI
 * @param width in pixels
 * @param height in pixels
 * @param heat data URI of what decided, to be laid over it; null where that is not told
 */
record Picture(
        String source, int width, int height, @Nullable String heat) {
    private static final int QUALITY = 75;

    /** @param side of the longer one, at most */
    static Picture of(Photo photo, int side) {
        Photo small = photo.fitWithin(side);
        return new Picture(uri("image/jpeg", PhotoEncoder.jpeg(small, QUALITY)), small.width(), small.height(), null);
    }

    Picture with(byte[] heatPng) {
        return new Picture(source, width, height, uri("image/png", heatPng));
    }

    private static String uri(String type, byte[] file) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(file);
    }
}
