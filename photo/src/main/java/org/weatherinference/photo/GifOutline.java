package org.weatherinference.photo;

import java.util.ArrayList;
import java.util.List;
import org.weatherinference.photo.Outline.Frame;

/**
 * Walks a GIF's blocks (GIF89a specification) up to the end of its first frame without decoding anything. Leptonica
 * would decode every frame there is, even to tell the size, so {@link GifPixels} reads the first one.
 */
final class GifOutline {
    private static final int IMAGE = 0x2c;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int TRAILER = 0x3b;
    private static final int SCREEN_HEADER = 13;
    private static final int IMAGE_HEADER = 10;
    private static final int OPAQUE = 0xff;

    private final FileBytes file;
    private int transparent = -1;

    private GifOutline(FileBytes file) {
        this.file = file;
    }

    static Outline read(byte[] bytes) throws PhotoException {
        return new GifOutline(new FileBytes(PhotoFormat.GIF, bytes)).read();
    }

    private Outline read() throws PhotoException {
        int start = nextImage(SCREEN_HEADER + tableSize(file.u8(10)));
        Frame frame =
                new Frame(file.u16le(start + 1), file.u16le(start + 3), file.u16le(start + 5), file.u16le(start + 7));
        if (frame.width() == 0 || frame.height() == 0) {
            throw file.corrupt("its first frame claims " + frame.width() + " x " + frame.height() + " pixels");
        }
        int[] palette = palette(start);
        int flags = file.u8(start + 9);
        int data = start + IMAGE_HEADER + tableSize(flags);
        int end = skipSubBlocks(data + 1);
        boolean interlaced = (flags & 0x40) != 0;
        return new Outline(
                header(frame),
                frame,
                reduction -> new GifPixels(frame, interlaced, palette, GifImageData.decode(file, data, frame)),
                false,
                adjustments(end));
    }

    /** As browsers do, the screen grows to hold its first frame. */
    private PhotoHeader header(Frame frame) throws MalformedPhotoException {
        int width = Math.max(file.u16le(6), frame.left() + frame.width());
        int height = Math.max(file.u16le(8), frame.top() + frame.height());
        return new PhotoHeader(PhotoFormat.GIF, width, height, 1, 1);
    }

    private List<Adjustment> adjustments(int endOfFirstFrame) {
        List<Adjustment> adjustments = new ArrayList<>();
        if (isFollowedByImage(endOfFirstFrame)) {
            adjustments.add(Adjustment.FIRST_FRAME);
        }
        adjustments.add(Adjustment.PALETTE_TO_RGB);
        return adjustments;
    }

    /** How many bytes the colour table takes that such flags announce. */
    private static int tableSize(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    /** The frame's own colours or else the file's, padded with black to all that an index can name. */
    private int[] palette(int start) throws MalformedPhotoException {
        int own = tableSize(file.u8(start + 9));
        int size = own > 0 ? own : tableSize(file.u8(10));
        int at = own > 0 ? start + IMAGE_HEADER : SCREEN_HEADER;
        if (size == 0) {
            throw file.corrupt("it holds no colour table");
        }
        int[] palette = new int[256];
        for (int i = 0; i < palette.length; i++) {
            boolean given = i < size / 3;
            palette[i] = (given ? colour(at + 3 * i) : 0) | (i == transparent ? 0 : OPAQUE);
        }
        return palette;
    }

    private int colour(int at) throws MalformedPhotoException {
        return file.u8(at) << 24 | file.u8(at + 1) << 16 | file.u8(at + 2) << 8;
    }

    private int nextImage(int from) throws PhotoException {
        int at = from;
        while (file.u8(at) == EXTENSION) {
            if (file.u8(at + 1) == GRAPHIC_CONTROL) {
                graphicControl(at);
            }
            at = skipSubBlocks(at + 2);
        }
        return switch (file.u8(at)) {
            case IMAGE -> at;
            case TRAILER -> throw file.corrupt("it ends at offset " + at + " without any picture");
            default -> throw file.corrupt("unknown block at offset " + at);
        };
    }

    private void graphicControl(int at) throws MalformedPhotoException {
        boolean given = (file.u8(at + 3) & 1) == 1;
        transparent = given ? file.u8(at + 6) : -1;
    }

    private int skipSubBlocks(int from) throws MalformedPhotoException {
        int at = from;
        int length = file.u8(at);
        while (length > 0) {
            at += 1 + length;
            length = file.u8(at);
        }
        return at + 1;
    }

    /** What comes after the first frame may be broken: it is not read. */
    private boolean isFollowedByImage(int end) {
        try {
            nextImage(end);
            return true;
        } catch (PhotoException none) {
            return false;
        }
    }
}
