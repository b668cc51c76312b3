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
    private final int[] pixels;
    private final List<Adjustment> applied;

    /**
     * Takes the array as its own: nobody may write to it any more.
     *
     * @param pixels red in the highest byte, then green and blue; the lowest means nothing
     */
    Photo(int width, int height, int[] pixels, List<Adjustment> applied) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
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
        return new Photo(width, height, pixels(rgb), List.of());
    }

    private static int[] pixels(byte[] rgb) {
        int[] pixels = new int[rgb.length / 3];
        for (int i = 0, from = 0; i < pixels.length; i++, from += 3) {
            pixels[i] = (rgb[from] & 0xff) << 24 | (rgb[from + 1] & 0xff) << 16 | (rgb[from + 2] & 0xff) << 8;
        }
        return pixels;
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
        target.put(rgb());
    }

    /** All pixels, interleaved, as a copy. */
    byte[] rgb() {
        byte[] rgb = new byte[pixels.length * 3];
        for (int i = 0, to = 0; i < pixels.length; i++, to += 3) {
            int pixel = pixels[i];
            rgb[to] = (byte) (pixel >> 24);
            rgb[to + 1] = (byte) (pixel >> 16);
            rgb[to + 2] = (byte) (pixel >> 8);
        }
        return rgb;
    }

    /** The pixels themselves, for this package's readers; never written to. */
    int[] pixels() {
        return pixels;
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
        int[] part = new int[width * height];
        for (int row = 0; row < height; row++) {
            System.arraycopy(pixels, (y + row) * this.width + x, part, row * width, width);
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
        return new Photo(width, height, Resampling.resize(this, width, height), applied);
    }

    /**
     * This photo in its shape, made small enough that neither side is longer than the given one; itself where it is.
     *
     * @throws IllegalArgumentException when the side is not positive
     */
    public Photo fitWithin(int side) {
        requireSize(side, side);
        double scale = Math.min(1, (double) side / Math.max(width, height));
        return resize(Math.max(1, (int) (width * scale)), Math.max(1, (int) (height * scale)));
    }

    /** Left and right exchanged. */
    public Photo mirror() {
        int[] mirrored = new int[pixels.length];
        for (int row = 0; row < height; row++) {
            mirrorRow(mirrored, row * width);
        }
        return new Photo(width, height, mirrored, applied);
    }

    private void mirrorRow(int[] mirrored, int start) {
        int to = start + width - 1;
        for (int from = start; from < start + width; from++, to--) {
            mirrored[to] = pixels[from];
        }
    }
}
