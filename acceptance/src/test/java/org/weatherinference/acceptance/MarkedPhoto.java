package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Random;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.server.BrokenFiles;

/**
 * A JPEG file like no other, large enough that servers like to put such bodies into files.
 *
 * @param file as a visitor has it
 * @param comment what a camera wrote into it
 * @param pixels the first of its compressed pixels
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MarkedPhoto(byte[] file, byte[] comment, byte[] pixels) {
    static final int WIDTH = 800;
    static final int HEIGHT = 600;
    /** What each JPEG file begins with that is made here. */
    static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'};

    private static final int QUALITY = 95;
    private static final int PIXEL_BYTES = 64;
    private static final String START_OF_SCAN = "\u00ff\u00da";

    static MarkedPhoto of(long seed) {
        byte[] noise = new byte[WIDTH * HEIGHT * 3];
        new Random(seed).nextBytes(noise);
        byte[] jpeg = PhotoEncoder.jpeg(Photo.of(WIDTH, HEIGHT, noise), QUALITY);
        String comment = "taken by visitor " + seed + " at 41.9028 N, 12.4964 E";
        // Compressed pixels never hold a marker, so that the last is the one before them.
        int scan = new String(jpeg, ISO_8859_1).lastIndexOf(START_OF_SCAN);
        int first = scan + 2 + (((jpeg[scan + 2] & 0xff) << 8) | (jpeg[scan + 3] & 0xff));
        return new MarkedPhoto(
                BrokenFiles.withComment(jpeg, comment),
                comment.getBytes(ISO_8859_1),
                Arrays.copyOfRange(jpeg, first, first + PIXEL_BYTES));
    }
}
