package org.weatherinference.photo;

import org.weatherinference.photo.Outline.Frame;

/** The pixels of one GIF frame. */
final class GifPixels implements Pixels {
    private final Frame frame;
    private final boolean interlaced;
    private final int[] palette;
    private final byte[] indices;
    private int next;

    /** @param indices one a pixel, in stored order */
    GifPixels(Frame frame, boolean interlaced, int[] palette, byte[] indices) {
        this.frame = frame;
        this.interlaced = interlaced;
        this.palette = palette;
        this.indices = indices;
    }

    @Override
    public int width() {
        return frame.width();
    }

    @Override
    public int height() {
        return frame.height();
    }

    @Override
    public boolean hasAlpha() {
        return true;
    }

    @Override
    public void nextRow(int[] row) {
        int start = (interlaced ? storedRow(next) : next) * width();
        next++;
        for (int x = 0; x < row.length; x++) {
            row[x] = palette[indices[start + x] & 0xff];
        }
    }

    /** Stored are first all eighth rows, then those halfway between, then again halfway, then the odd ones. */
    private int storedRow(int y) {
        int eighths = Math.ceilDiv(height(), 8);
        int quarters = Math.ceilDiv(height(), 4);
        int halves = Math.ceilDiv(height(), 2);
        if (y % 8 == 0) {
            return y / 8;
        }
        if (y % 4 == 0) {
            return eighths + y / 8;
        }
        return y % 2 == 0 ? quarters + y / 4 : halves + y / 2;
    }

    @Override
    public void close() {
        // Nothing but an array is held.
    }
}
