package org.weatherinference.model;

import org.weatherinference.model.Explanation.Region;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;

/**
 * How a photo becomes a network's input: the single truth for training and use. The network takes the pixels as uint8
 * RGB and does its own normalisation.
 *
 * @param width of the input, in pixels, 1 to 4096
 * @param height of the input, in pixels, 1 to 4096
 * @param fit what is done when the photo has another shape
 */
public record Preparation(int width, int height, Fit fit) {
    private static final int MAX_SIDE = 4096;

    /** How a photo of another shape is made to fit. */
    public enum Fit {
        /** The whole photo, its shape not kept. */
        SQUASH,
        /** Scaled until it covers the input, and the middle cut out. */
        CROP
    }

    /** @throws IllegalArgumentException when a side is out of range */
    public Preparation {
        checkSide("width", width);
        checkSide("height", height);
    }

    private static void checkSide(String name, int side) {
        if (side < 1 || side > MAX_SIDE) {
            throw new IllegalArgumentException("preparation " + name + " is " + side + ", must be 1 to " + MAX_SIDE);
        }
    }

    /**
     * Decodes a file no larger than this preparation needs.
     *
     * @throws PhotoException when the decoder refuses the file
     */
    public Photo decode(PhotoDecoder decoder, byte[] file) throws PhotoException {
        return decoder.decode(file, width, height);
    }

    /** The photo at exactly {@link #width()} by {@link #height()}. */
    public Photo prepare(Photo photo) {
        Region used = used(photo);
        Photo part = fit == Fit.SQUASH ? photo : photo.crop(used.x(), used.y(), used.width(), used.height());
        return part.resize(width, height);
    }

    /** The part of a photo that the network sees. */
    Region used(Photo photo) {
        return switch (fit) {
            case SQUASH -> new Region(0, 0, photo.width(), photo.height());
            case CROP -> middle(photo);
        };
    }

    private Region middle(Photo photo) {
        double scale = Math.min((double) photo.width() / width, (double) photo.height() / height);
        int partWidth = Math.clamp(Math.round(width * scale), 1, photo.width());
        int partHeight = Math.clamp(Math.round(height * scale), 1, photo.height());
        return new Region((photo.width() - partWidth) / 2, (photo.height() - partHeight) / 2, partWidth, partHeight);
    }
}
