package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.weatherinference.photo.PngLayout.Colour;

/**
 * Walks a PNG's chunks (ISO/IEC 15948) to its end without decoding anything, and keeps only those which the pixels
 * need: what is never looked at, such as a compressed text of 256 MB, cannot hurt.
 */
final class PngOutline {
    private static final int SIGNATURE = 8;
    private static final int CHUNK_FRAME = 12;
    private static final Set<String> CHECKED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private final FileBytes file;
    private final List<ByteBuffer> data = new ArrayList<>();
    private int width;
    private int height;
    private int depth;
    private Colour colour = Colour.RGB;
    private boolean interlaced;
    private ByteBuffer palette = ByteBuffer.allocate(0);
    private ByteBuffer transparency = ByteBuffer.allocate(0);
    private boolean animated;
    private int orientation = 1;

    private PngOutline(FileBytes file) {
        this.file = file;
    }

    static Outline read(byte[] bytes) throws PhotoException {
        return new PngOutline(new FileBytes(PhotoFormat.PNG, bytes)).read();
    }

    private Outline read() throws PhotoException {
        walk();
        if (data.isEmpty()) {
            throw file.corrupt("it holds no picture data (IDAT)");
        }
        if (colour == Colour.PALETTE && palette.limit() < 3) {
            throw file.corrupt("it holds no palette (PLTE)");
        }
        PhotoHeader header = new PhotoHeader(PhotoFormat.PNG, width, height, orientation, 1);
        return Outline.whole(header, reduction -> decode(), interlaced, adjustments());
    }

    private Pixels decode() throws MalformedPhotoException {
        PngLayout layout = new PngLayout(width, height, depth, colour, palette, transparency);
        PngRows rows = new PngRows(file, layout, data);
        if (!interlaced) {
            return new PngPixels(layout, rows);
        }
        try (rows) {
            return PngInterlacedPixels.read(layout, rows);
        }
    }

    private void walk() throws PhotoException {
        long at = SIGNATURE;
        String name;
        do {
            name = file.name(at + 4);
            if (at == SIGNATURE && !name.equals("IHDR")) {
                throw file.corrupt("its first chunk is not IHDR");
            }
            long length = file.u32be(at);
            file.require(at, length + CHUNK_FRAME);
            chunk(name, at, length);
            at += length + CHUNK_FRAME;
        } while (!name.equals("IEND"));
    }

    private void chunk(String name, long at, long length) throws PhotoException {
        ByteBuffer content = file.slice(at + 8, length);
        if (CHECKED.contains(name)) {
            requireChecksum(name, at, length);
        }
        switch (name) {
            case "IHDR" -> header(at + 8, length);
            case "PLTE" -> palette = content;
            case "tRNS" -> transparency = content;
            case "IDAT" -> data.add(content);
            case "acTL" -> animated = true;
            case "eXIf" -> orientation = ExifOrientation.of(content);
            default -> requireOptional(name, at);
        }
    }

    /** A capital first letter marks a chunk that a decoder must understand. */
    private void requireOptional(String name, long at) throws MalformedPhotoException {
        if ((name.charAt(0) & 0x20) == 0 && !name.equals("IEND")) {
            throw file.corrupt("unknown critical chunk at offset " + at);
        }
    }

    private void requireChecksum(String name, long at, long length) throws MalformedPhotoException {
        CRC32 sum = new CRC32();
        sum.update(file.slice(at + 4, length + 4));
        if (sum.getValue() != file.u32be(at + 8 + length)) {
            throw file.corrupt("wrong checksum of chunk " + name + " at offset " + at);
        }
    }

    private void header(long at, long length) throws MalformedPhotoException {
        if (length != 13 || width != 0) {
            throw file.corrupt("IHDR of " + length + " bytes at offset " + (at - 8));
        }
        width = file.s32be(at);
        height = file.s32be(at + 4);
        if (width <= 0 || height <= 0) {
            throw file.corrupt("its header claims " + Integer.toUnsignedString(width) + " x "
                    + Integer.toUnsignedString(height) + " pixels");
        }
        depth = file.u8(at + 8);
        colour = colour(file.u8(at + 9), depth);
        interlaced = file.u8(at + 12) == 1;
        if (file.u8(at + 10) != 0 || file.u8(at + 11) != 0 || file.u8(at + 12) > 1) {
            throw file.corrupt("its header claims an unknown compression, filter or interlacing");
        }
    }

    private Colour colour(int type, int depth) throws MalformedPhotoException {
        for (Colour known : Colour.values()) {
            if (known.is(type, depth)) {
                return known;
            }
        }
        throw file.corrupt("its header claims colour type " + type + " with " + depth + " bits");
    }

    private List<Adjustment> adjustments() {
        List<Adjustment> adjustments = new ArrayList<>();
        if (animated) {
            adjustments.add(Adjustment.FIRST_FRAME);
        }
        if (depth == 16) {
            adjustments.add(Adjustment.DEPTH_16_TO_8);
        }
        if (colour == Colour.PALETTE) {
            adjustments.add(Adjustment.PALETTE_TO_RGB);
        }
        if (colour == Colour.GREY || colour == Colour.GREY_ALPHA) {
            adjustments.add(Adjustment.GREY_TO_RGB);
        }
        return adjustments;
    }
}
