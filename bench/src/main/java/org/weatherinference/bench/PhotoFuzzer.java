package org.weatherinference.bench;

import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoHeader;
import org.weatherinference.photo.PhotoLimits;

/** Holds, for any bytes: they give a photo as its header says, or a refusal that says why. For Jazzer. */
public final class PhotoFuzzer {
    /** Few pixels, so that a second tries many files. */
    private static final PhotoDecoder DECODER =
            PhotoDecoder.create(new PhotoLimits(1 << 20, 1_000_000, PhotoLimits.DEFAULT.maxScans()));

    private PhotoFuzzer() {}

    /** Called by Jazzer, for each input. */
    public static void fuzzerTestOneInput(byte[] file) {
        try {
            PhotoHeader header = DECODER.header(file);
            Photo whole = DECODER.decode(file);
            if (whole.width() != header.uprightWidth() || whole.height() != header.uprightHeight()) {
                throw new AssertionError(
                        "the header says " + header + ", the photo has " + whole.width() + " x " + whole.height());
            }
            Photo small = DECODER.decode(file, 32, 32).resize(32, 32);
            if (small.width() != 32) {
                throw new AssertionError("resized to " + small.width());
            }
        } catch (PhotoException refusal) {
            if (refusal.getMessage() == null || refusal.getMessage().isBlank()) {
                throw new AssertionError("refused without a word", refusal);
            }
        }
    }
}
