package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A PNG's picture data, inflated and unfiltered row by row (ISO/IEC 15948, section 9). Whoever opens it closes it. */
final class PngRows implements AutoCloseable {
    private final FileBytes file;
    private final PngLayout layout;
    private final Iterator<ByteBuffer> pieces;
    private final Inflater inflater = new Inflater();
    private final byte[] filter = new byte[1];
    private byte[] above = new byte[0];
    private byte[] row = new byte[0];

    /** @param data the contents of the IDAT chunks */
    PngRows(FileBytes file, PngLayout layout, List<ByteBuffer> data) {
        this.file = file;
        this.layout = layout;
        this.pieces = data.iterator();
    }

    /** Begins a picture of rows so wide, in pixels; an interlaced file holds seven. */
    void start(int width) {
        above = new byte[layout.bytes(width)];
        row = new byte[layout.bytes(width)];
    }

    /** The next row's samples, good until the next call. */
    byte[] next() throws MalformedPhotoException {
        byte[] swapped = above;
        above = row;
        row = swapped;
        inflate(filter);
        inflate(row);
        unfilter();
        return row;
    }

    private void inflate(byte[] target) throws MalformedPhotoException {
        try {
            for (int filled = 0; filled < target.length; ) {
                int count = inflater.inflate(target, filled, target.length - filled);
                if (count == 0) {
                    feed();
                }
                filled += count;
            }
        } catch (DataFormatException e) {
            throw file.corrupt("its picture data does not inflate: " + e.getMessage());
        }
    }

    private void feed() throws MalformedPhotoException {
        if (inflater.finished() || inflater.needsDictionary() || !pieces.hasNext()) {
            throw file.corrupt("its picture data ends before the last row");
        }
        inflater.setInput(pieces.next().duplicate());
    }

    private void unfilter() throws MalformedPhotoException {
        int step = Math.max(layout.bytes(1), 1);
        switch (filter[0]) {
            case 0 -> {
                // Stored as it is.
            }
            case 1 -> addLeft(step);
            case 2 -> addAbove();
            case 3 -> addAverage(step);
            case 4 -> addPaeth(step);
            default -> throw file.corrupt("a row of its picture data has the unknown filter " + filter[0]);
        }
    }

    private void addLeft(int step) {
        for (int i = step; i < row.length; i++) {
            row[i] += row[i - step];
        }
    }

    private void addAbove() {
        for (int i = 0; i < row.length; i++) {
            row[i] += above[i];
        }
    }

    private void addAverage(int step) {
        for (int i = 0; i < row.length; i++) {
            int left = i < step ? 0 : row[i - step] & 0xff;
            row[i] += (byte) ((left + (above[i] & 0xff)) >> 1);
        }
    }

    private void addPaeth(int step) {
        for (int i = 0; i < Math.min(step, row.length); i++) {
            row[i] += above[i];
        }
        for (int i = step; i < row.length; i++) {
            row[i] += (byte) paeth(row[i - step] & 0xff, above[i] & 0xff, above[i - step] & 0xff);
        }
    }

    /** Whichever of the three neighbours is nearest to left + above - corner. */
    private static int paeth(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
