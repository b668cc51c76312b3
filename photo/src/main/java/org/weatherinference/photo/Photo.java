package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * A decoded photo: upright, 8 bits a channel, red, green, blue, row by row from the top left. Immutable and safe to
 * share between threads; a final class rather than a record, because a record would share its array.
 */
public final class Photo {
    private final int width;
    private final int height;
    private final byte[] rgb;
    private final List<Adjustment> applied;

    /** Takes the array as its own: nobody may write to it any more. */
    Photo(int width, int height, byte[] rgb, List<Adjustment> applied) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
        this.applied = List.copyOf(applied);
    }

    /**
     * A photo of the given pixels, which are copied.
     *
     * @param rgb {@code width * height * 3} bytes, interleaved
     * @throws IllegalArgumentException when a side is not positive or the array has another length
     */
    public static Photo of(int width, int height, byte[] rgb) {
        requireSize(width, height);
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("rgb has " + rgb.length + " bytes, but " + width + " x " + height
                    + " pixels take " + 3L * width * height);
        }
        return new Photo(width, height, rgb.clone(), List.of());
    }

    private static void requireSize(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("width and height must be positive, not " + width + " x " + height);
        }
    }

    /** In pixels, at least 1. */
    public int width() {
        return width;
    }

    /** In pixels, at least 1. */
    public int height() {
        return height;
    }

    /** What was done to the file's pixels to get here, in the order in which it was done. */
    public List<Adjustment> applied() {
        return applied;
    }

    /**
     * Writes all pixels, {@code width * height * 3} bytes, interleaved, at the buffer's position, which moves on.
     *
     * @throws java.nio.BufferOverflowException when the buffer has less room
     */
    public void copyTo(ByteBuffer target) {
        target.put(rgb);
    }

    /** The pixels themselves, for this package's readers; never written to. */
    byte[] rgb() {
        return rgb;
    }

    /**
     * The part of this photo within the given rectangle.
     *
     * @throws IndexOutOfBoundsException when the rectangle does not lie inside this photo
     * @throws IllegalArgumentException when it is empty
     */
    public Photo crop(int x, int y, int width, int height) {
        Objects.checkFromIndexSize(x, width, this.width);
        Objects.checkFromIndexSize(y, height, this.height);
        requireSize(width, height);
        byte[] part = new byte[width * height * 3];
        for (int row = 0; row < height; row++) {
            System.arraycopy(rgb, ((y + row) * this.width + x) * 3, part, row * width * 3, width * 3);
        }
        return new Photo(width, height, part, applied);
    }

    /**
     * This photo scaled to exactly the given size: separable triangle filter, widened when it shrinks (what Pillow
     * calls bilinear with antialiasing, and its bytes give or take 1), in fixed-point arithmetic, so that every machine
     * gives the same bytes.
     *
     * @throws IllegalArgumentException when a side is not positive
     */
    public Photo resize(int width, int height) {
        requireSize(width, height);
        if (width == this.width && height == this.height) {
            return this;
        }
        return new Photo(width, height, Resampling.resize(rgb, this.width, this.height, width, height), applied);
    }

    /** Left and right exchanged. */
    public Photo mirror() {
        byte[] mirrored = new byte[rgb.length];
        for (int row = 0; row < height; row++) {
            mirrorRow(mirrored, row * width * 3);
        }
        return new Photo(width, height, mirrored, applied);
    }

    private void mirrorRow(byte[] mirrored, int start) {
        int to = start + (width - 1) * 3;
        for (int from = start; from < start + width * 3; from += 3, to -= 3) {
            mirrored[to] = rgb[from];
            mirrored[to + 1] = rgb[from + 1];
            mirrored[to + 2] = rgb[from + 2];
        }
    }
}
