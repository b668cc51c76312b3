package org.weatherinference.photo;

import org.weatherinference.photo.Outline.Frame;

/** Decodes the LZW codes of one GIF frame (GIF89a specification, appendix F) to palette indices. */
final class GifImageData {
    private static final int MOST_CODES = 4096;

    private final FileBytes file;
    private final byte[] indices;
    private int written;

    private int at;
    private int leftInBlock;
    private int bits;
    private int bitCount;

    private final int clear;
    private int codeSize;
    private int codes;
    private final short[] prefix = new short[MOST_CODES];
    private final byte[] last = new byte[MOST_CODES];
    private final byte[] backwards = new byte[MOST_CODES + 1];

    private GifImageData(FileBytes file, int at, int minimumSize, int pixels) {
        this.file = file;
        this.at = at;
        this.clear = 1 << minimumSize;
        this.indices = new byte[pixels];
        for (int i = 0; i < clear; i++) {
            last[i] = (byte) i;
        }
        reset();
    }

    /** One index a pixel, in stored order. */
    static byte[] decode(FileBytes file, int data, Frame frame) throws MalformedPhotoException {
        int minimumSize = file.u8(data);
        if (minimumSize < 1 || minimumSize > 8) {
            throw file.corrupt("picture data of " + minimumSize + "-bit codes at offset " + data);
        }
        return new GifImageData(file, data + 1, minimumSize, frame.width() * frame.height()).decode();
    }

    private byte[] decode() throws MalformedPhotoException {
        int previous = -1;
        while (written < indices.length) {
            int code = nextCode();
            if (code == clear) {
                reset();
                previous = -1;
            } else if (code < 0 || code == clear + 1) {
                throw file.corrupt("its picture data ends at offset " + at + ", after " + written + " of "
                        + indices.length + " pixels");
            } else {
                write(code, previous);
                previous = code;
            }
        }
        return indices;
    }

    private void reset() {
        codes = clear + 2;
        codeSize = Integer.numberOfTrailingZeros(clear) + 1;
    }

    /** Writes what a code stands for; unless the table is full, the previous code's string grows by its first index. */
    private void write(int code, int previous) throws MalformedPhotoException {
        if (code > codes || (code >= clear && previous < 0) || (code == codes && codes == MOST_CODES)) {
            throw file.corrupt("its picture data breaks off before offset " + at + ": no such code as " + code);
        }
        if (previous >= 0 && codes < MOST_CODES) {
            prefix[codes] = (short) previous;
            last[codes] = first(code == codes ? previous : code);
            codes++;
            if (codes == 1 << codeSize && codeSize < 12) {
                codeSize++;
            }
        }
        writeString(code);
    }

    private byte first(int code) {
        int shorter = code;
        while (shorter >= clear) {
            shorter = prefix[shorter];
        }
        return last[shorter];
    }

    private void writeString(int code) {
        int start = backwards.length;
        int shorter = code;
        while (shorter >= clear) {
            backwards[--start] = last[shorter];
            shorter = prefix[shorter];
        }
        backwards[--start] = last[shorter];
        int length = Math.min(backwards.length - start, indices.length - written);
        System.arraycopy(backwards, start, indices, written, length);
        written += length;
    }

    /** The next code, lowest bits first; -1 at the end of the data. */
    private int nextCode() throws MalformedPhotoException {
        while (bitCount < codeSize) {
            if (leftInBlock == 0) {
                leftInBlock = file.u8(at++);
                if (leftInBlock == 0) {
                    return -1;
                }
            }
            bits |= file.u8(at++) << bitCount;
            bitCount += 8;
            leftInBlock--;
        }
        int code = bits & (1 << codeSize) - 1;
        bits >>>= codeSize;
        bitCount -= codeSize;
        return code;
    }
}
