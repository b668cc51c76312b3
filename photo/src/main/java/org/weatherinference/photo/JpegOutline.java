package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Walks a JPEG's markers (ITU-T T.81, annex B) up to its end-of-image marker without decoding anything. */
final class JpegOutline {
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int EXIF = 0xe1;
    private static final int ADOBE = 0xee;
    private static final byte[] EXIF_NAME = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ADOBE_NAME = "Adobe".getBytes(StandardCharsets.ISO_8859_1);

    private final FileBytes file;
    private int width;
    private int height;
    private int components;
    private boolean progressive;
    private boolean adobe;
    private int scans;
    private int orientation = 1;
    private boolean exifSeen;

    private JpegOutline(FileBytes file) {
        this.file = file;
    }

    static Outline read(byte[] bytes) throws PhotoException {
        return new JpegOutline(new FileBytes(PhotoFormat.JPEG, bytes)).read();
    }

    private Outline read() throws PhotoException {
        int end = walk();
        if (scans == 0) {
            throw file.corrupt("it holds no picture, only an end-of-image marker at offset " + (end - 2));
        }
        if (components == 4 && !adobe) {
            throw new UnsupportedPhotoException(
                    "CMYK JPEG", "CMYK JPEG without an Adobe marker: save it as RGB, or from an Adobe program");
        }
        PhotoHeader header = new PhotoHeader(PhotoFormat.JPEG, width, height, orientation, scans);
        List<ByteBuffer> picture = List.of(file.slice(0, end));
        return Outline.whole(
                header, Outline.leptonica(PhotoFormat.JPEG, picture), progressive || scans > 1, adjustments());
    }

    private List<Adjustment> adjustments() {
        List<Adjustment> adjustments = new ArrayList<>();
        if (components == 1) {
            adjustments.add(Adjustment.GREY_TO_RGB);
        }
        if (components == 4) {
            adjustments.add(Adjustment.CMYK_TO_RGB);
        }
        return adjustments;
    }

    /** Goes from marker to marker; returns the offset after the end-of-image marker. */
    private int walk() throws PhotoException {
        int at = 2;
        while (true) {
            at = nextMarker(at);
            int marker = file.u8(at - 1);
            if (marker == END_OF_IMAGE) {
                return at;
            }
            if (hasSegment(marker)) {
                at = segment(marker, at);
            }
        }
    }

    /** Skips entropy-coded data and fill bytes; returns the offset after the next marker's two bytes. */
    private int nextMarker(int from) throws MalformedPhotoException {
        for (int at = file.indexOf(0xff, from); file.has(at, 2); at = file.indexOf(0xff, at + 1)) {
            if (isMarker(file.u8(at + 1))) {
                return at + 2;
            }
        }
        throw file.truncated("no end-of-image marker");
    }

    /** Not a stuffed zero, a restart within a scan or a fill byte. */
    private static boolean isMarker(int code) {
        return code != 0 && code != 0xff && (code < 0xd0 || code > 0xd7);
    }

    private static boolean hasSegment(int marker) {
        return marker != 0x01 && marker != 0xd8;
    }

    private int segment(int marker, int at) throws PhotoException {
        int length = file.u16be(at);
        if (length < 2) {
            throw file.corrupt("segment of " + length + " bytes at offset " + at);
        }
        file.require(at, length);
        if (marker == START_OF_SCAN) {
            startOfScan(at);
        } else if (isStartOfFrame(marker)) {
            startOfFrame(marker, at);
        } else if (marker == EXIF) {
            exif(at, length);
        } else if (marker == ADOBE) {
            adobe |= file.startsWith(at + 2, ADOBE_NAME);
        }
        return at + length;
    }

    private void startOfScan(int at) throws MalformedPhotoException {
        if (width == 0) {
            throw file.corrupt("a scan at offset " + at + " before any frame header");
        }
        scans++;
    }

    /** All of 0xc0 to 0xcf but Huffman tables, an unused code and arithmetic coding conditions. */
    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private void startOfFrame(int marker, int at) throws PhotoException {
        if (width != 0) {
            throw file.corrupt("a second frame header at offset " + at);
        }
        requireReadable(marker, file.u8(at + 2));
        progressive = marker == 0xc2;
        height = file.u16be(at + 3);
        width = file.u16be(at + 5);
        components = file.u8(at + 7);
        if (width == 0 || height == 0) {
            throw file.corrupt("its frame header claims " + width + " x " + height + " pixels");
        }
        if (components != 1 && components != 3 && components != 4) {
            throw file.corrupt("its frame header claims " + components + " colour components");
        }
    }

    private static void requireReadable(int marker, int bits) throws UnsupportedPhotoException {
        if (marker > 0xc2) {
            throw variant(
                    switch (marker) {
                        case 0xc3 -> "lossless JPEG";
                        case 0xc9, 0xca -> "arithmetic-coded JPEG";
                        case 0xc5, 0xc6 -> "hierarchical JPEG";
                        default -> "lossless or hierarchical JPEG";
                    });
        }
        if (bits != 8) {
            throw variant(bits + "-bit JPEG");
        }
    }

    private static UnsupportedPhotoException variant(String name) {
        return new UnsupportedPhotoException(
                name, name + " is not read: save it as an ordinary 8-bit baseline or progressive JPEG");
    }

    /** The first Exif block counts: later ones belong to programs that append instead of replacing. */
    private void exif(int at, int length) throws MalformedPhotoException {
        int name = EXIF_NAME.length;
        if (!exifSeen && length >= 2 + name && file.startsWith(at + 2, EXIF_NAME)) {
            exifSeen = true;
            orientation = ExifOrientation.of(file.slice(at + 2 + name, length - 2 - name));
        }
    }
}
