package org.weatherinference.photo;

import java.util.concurrent.Semaphore;

/**
 * How many pixels may be in decoding at once in this process, whichever decoder they go through: a decode waits, in
 * order of arrival, until its share of {@link #MEGABYTES} is free; one that needs more than all has the budget to
 * itself. So eight threads that decode 20 megapixels each take turns, while scaled-down decodes go side by side. The
 * photos that come out are their owners' matter.
 */
final class PixelBudget {
    private static final int MEGABYTES = 256;
    private static final Semaphore FREE_KILOBYTES = new Semaphore(MEGABYTES * 1024, true);
    /** Four in the decoder, three in the photo. */
    private static final int BYTES_PER_PIXEL = 7;
    /** A JPEG of several scans holds its coefficients, two bytes for each of three components, at full size. */
    private static final int BYTES_PER_BUFFERED_PIXEL = 6;

    private PixelBudget() {}

    /** Takes what a decode needs, waiting for it if need be; closing the share gives it back. */
    static Share take(Outline outline, int reduction) {
        int kilobytes = kilobytes(outline, reduction);
        FREE_KILOBYTES.acquireUninterruptibly(kilobytes);
        return new Share(kilobytes);
    }

    private static int kilobytes(Outline outline, int reduction) {
        long stored = outline.header().pixels();
        long decoded = stored / ((long) reduction * reduction) * BYTES_PER_PIXEL;
        long buffered = outline.buffered() ? stored * BYTES_PER_BUFFERED_PIXEL : 0;
        return (int) Math.min((decoded + buffered) / 1024 + 1, MEGABYTES * 1024);
    }

    /** A part of the budget. */
    record Share(int kilobytes) implements AutoCloseable {
        @Override
        public void close() {
            FREE_KILOBYTES.release(kilobytes);
        }
    }
}
