package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * All that a header walker learns about a file: enough to check the limits and to decode the one picture wanted.
 *
 * @param header size and orientation; the size is that of the canvas on which the picture lies
 * @param frame the picture's place on the canvas
 * @param decoding how to get at the pixels
 * @param buffered whether decoding holds the whole picture in memory even where it is scaled down
 * @param adjustments what decoding will do to the pixels for certain
 */
record Outline(PhotoHeader header, Frame frame, Decoding decoding, boolean buffered, List<Adjustment> adjustments) {

    /** A picture's place on its canvas, in pixels. */
    record Frame(int left, int top, int width, int height) {}

    /** Turns the file's bytes into pixels. */
    interface Decoding {
        /**
         * Decodes.
         *
         * @param reduction 1, 2, 4 or 8: into how many the sides are divided; always 1 where the format has no scales
         * @throws MalformedPhotoException when the picture data is corrupt
         */
        Pixels decode(int reduction) throws MalformedPhotoException;
    }

    /** The usual case: the picture is the whole canvas. */
    static Outline whole(PhotoHeader header, Decoding decoding, boolean buffered, List<Adjustment> adjustments) {
        return new Outline(header, new Frame(0, 0, header.width(), header.height()), decoding, buffered, adjustments);
    }

    /**
     * Decoding by Leptonica.
     *
     * @param pieces the bytes to decode: the file without later frames, metadata and trailing bytes
     */
    static Decoding leptonica(PhotoFormat format, List<ByteBuffer> pieces) {
        return reduction -> NativePixels.decode(format, pieces, reduction);
    }

    boolean fillsCanvas() {
        return frame.width() == header.width() && frame.height() == header.height();
    }
}
