package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;

/**
 * Reads the headers of a BMP (Microsoft's BITMAPCOREHEADER to BITMAPV5HEADER). Leptonica's own reader refuses bit
 * fields and the oldest header, so {@link BmpPixels} reads the rows.
 *
 * @param topDown whether the first row stored is the top one
 * @param bits of a pixel
 * @param masks which bits are which channel
 * @param palette colours, red in the highest byte; empty where there is none
 * @param data the rows
 */
record BmpOutline(int width, int height, boolean topDown, int bits, Masks masks, IntBuffer palette, ByteBuffer data) {
    /** A channel's bits in a pixel; 0 where there is no such channel. */
    record Masks(int red, int green, int blue, int opacity) {}

    private static final int FILE_HEADER = 14;
    private static final int CORE = 12;
    private static final int INFO = 40;
    private static final int V3 = 56;
    private static final int PLAIN = 0;
    private static final int BIT_FIELDS = 3;
    private static final int ALPHA_BIT_FIELDS = 6;

    static BmpOutline read(byte[] bytes) throws PhotoException {
        FileBytes file = new FileBytes(PhotoFormat.BMP, bytes);
        long size = file.u32le(FILE_HEADER);
        if (size == CORE) {
            return read(file, size, file.u16le(18), file.u16le(20), file.u16le(24), PLAIN);
        }
        if (size < INFO || size > 1024) {
            throw file.corrupt("a header of " + size + " bytes at offset " + FILE_HEADER);
        }
        return read(file, size, file.s32le(18), file.s32le(22), file.u16le(28), file.s32le(30));
    }

    private static BmpOutline read(FileBytes file, long headerSize, int width, int height, int bits, int compression)
            throws PhotoException {
        if (width <= 0 || height == 0 || height == Integer.MIN_VALUE) {
            throw file.corrupt("its header claims " + width + " x " + height + " pixels");
        }
        requireReadable(file, bits, compression);
        long stride = stride(width, bits);
        // One row first: once it fits into the file, the product cannot overflow.
        file.require(file.u32le(10), stride);
        ByteBuffer data = file.slice(file.u32le(10), stride * Math.abs(height));
        Masks masks = compression == PLAIN ? usualMasks(bits) : masks(file, headerSize, compression);
        return new BmpOutline(width, Math.abs(height), height < 0, bits, masks, palette(file, headerSize, bits), data);
    }

    private static void requireReadable(FileBytes file, int bits, int compression) throws PhotoException {
        boolean fields = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
        if (compression != PLAIN && !fields) {
            throw new UnsupportedPhotoException(
                    "compressed BMP", "compressed BMP (kind " + compression + ") is not read: save it as PNG");
        }
        boolean readable = switch (bits) {
            case 1, 2, 4, 8, 24 -> !fields;
            case 16, 32 -> true;
            default -> false;
        };
        if (!readable) {
            throw file.corrupt("its header claims " + bits + " bits a pixel with compression " + compression);
        }
    }

    static long stride(int width, int bits) {
        return ((long) width * bits + 31) / 32 * 4;
    }

    private static Masks usualMasks(int bits) {
        return bits == 16 ? new Masks(0x7c00, 0x3e0, 0x1f, 0) : new Masks(0xff0000, 0xff00, 0xff, 0);
    }

    private static Masks masks(FileBytes file, long headerSize, int compression) throws PhotoException {
        int at = FILE_HEADER + INFO;
        boolean alpha = headerSize >= V3 || compression == ALPHA_BIT_FIELDS;
        return new Masks(file.s32le(at), file.s32le(at + 4), file.s32le(at + 8), alpha ? file.s32le(at + 12) : 0);
    }

    /** Padded with black to all the colours that a pixel can name. */
    private static IntBuffer palette(FileBytes file, long headerSize, int bits) throws PhotoException {
        if (bits > 8) {
            return IntBuffer.allocate(0);
        }
        int[] palette = new int[1 << bits];
        long used = headerSize == CORE ? 0 : file.u32le(46);
        long count = used == 0 ? palette.length : Math.min(used, palette.length);
        int entry = headerSize == CORE ? 3 : 4;
        for (int i = 0; i < count; i++) {
            long at = FILE_HEADER + headerSize + (long) i * entry;
            palette[i] = file.u8(at + 2) << 24 | file.u8(at + 1) << 16 | file.u8(at) << 8;
        }
        return IntBuffer.wrap(palette);
    }

    Outline outline() {
        PhotoHeader header = new PhotoHeader(PhotoFormat.BMP, width, height, 1, 1);
        List<Adjustment> adjustments = palette.hasRemaining() ? List.of(Adjustment.PALETTE_TO_RGB) : List.of();
        return Outline.whole(header, reduction -> new BmpPixels(this), false, adjustments);
    }
}
