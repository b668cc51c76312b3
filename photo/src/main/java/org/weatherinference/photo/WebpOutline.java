package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.Outline.Frame;

/**
 * Walks a WebP's chunks (RFC 9649) without decoding anything. What is handed on is a plain still made of the picture's
 * own chunks: of an animation its first frame, of all files nothing but pixels.
 */
final class WebpOutline {
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;
    private static final int ALPHA_FLAG = 0x10;
    private static final byte[] EXIF_NAME = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private final FileBytes file;
    private @Nullable Frame canvas;
    private @Nullable Frame frame;
    private @Nullable ByteBuffer alpha;
    private @Nullable ByteBuffer pixels;
    private int frames;
    private int orientation = 1;

    private WebpOutline(FileBytes file) {
        this.file = file;
    }

    static Outline read(byte[] bytes) throws PhotoException {
        return new WebpOutline(new FileBytes(PhotoFormat.WEBP, bytes)).read();
    }

    private Outline read() throws PhotoException {
        long end = file.u32le(4) + CHUNK_HEADER;
        file.require(0, end);
        walk(RIFF_HEADER, end);
        if (frame == null || pixels == null) {
            throw file.corrupt("it holds no picture data (VP8, VP8L)");
        }
        Frame whole = canvas == null ? frame : canvas;
        requireInside(frame, whole);
        List<Adjustment> adjustments = frames > 1 ? List.of(Adjustment.FIRST_FRAME) : List.of();
        PhotoHeader header = new PhotoHeader(PhotoFormat.WEBP, whole.width(), whole.height(), orientation, 1);
        List<ByteBuffer> still = still(frame, alpha, pixels);
        return new Outline(header, frame, Outline.leptonica(PhotoFormat.WEBP, still), false, adjustments);
    }

    private void requireInside(Frame frame, Frame whole) throws MalformedPhotoException {
        if (frame.left() + frame.width() > whole.width() || frame.top() + frame.height() > whole.height()) {
            throw file.corrupt("a frame of " + frame.width() + " x " + frame.height()
                    + " pixels does not fit its canvas of " + whole.width() + " x " + whole.height());
        }
    }

    private void walk(long start, long end) throws PhotoException {
        long at = start;
        while (at + CHUNK_HEADER <= end) {
            long length = file.u32le(at + 4);
            if (at + CHUNK_HEADER + length > end) {
                throw file.corrupt("the chunk at offset " + at + " reaches past the end at " + end);
            }
            chunk(file.name(at), at, length);
            at += CHUNK_HEADER + length + (length & 1);
        }
    }

    private void chunk(String name, long at, long length) throws PhotoException {
        long data = at + CHUNK_HEADER;
        switch (name) {
            case "VP8X" -> canvas = new Frame(0, 0, file.u24le(data + 4) + 1, file.u24le(data + 7) + 1);
            case "ANMF" -> animationFrame(data, length);
            case "ALPH" -> alpha = alpha == null && pixels == null ? file.slice(at, CHUNK_HEADER + length) : alpha;
            case "VP8 ", "VP8L" -> picture(name, at, length);
            case "EXIF" -> exif(data, length);
            default -> {
                // Colour profiles, XMP and chunks yet to be invented say nothing about the pixels.
            }
        }
    }

    private void animationFrame(long data, long length) throws PhotoException {
        if (length < FRAME_HEADER) {
            throw file.corrupt("an animation frame of " + length + " bytes at offset " + data);
        }
        if (frames++ == 0) {
            walk(data + FRAME_HEADER, data + length);
            if (frame == null) {
                throw file.corrupt("the first animation frame, at offset " + data + ", holds no picture data");
            }
            frame = new Frame(file.u24le(data) * 2, file.u24le(data + 3) * 2, frame.width(), frame.height());
        }
    }

    private void picture(String name, long at, long length) throws MalformedPhotoException {
        if (pixels == null) {
            pixels = file.slice(at, CHUNK_HEADER + length);
            frame = name.equals("VP8L") ? lossless(at + CHUNK_HEADER) : lossy(at + CHUNK_HEADER);
        }
    }

    private Frame lossless(long data) throws MalformedPhotoException {
        if (file.u8(data) != 0x2f) {
            throw file.corrupt("wrong signature of lossless data at offset " + data);
        }
        long bits = file.u32le(data + 1);
        return new Frame(0, 0, (int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1);
    }

    private Frame lossy(long data) throws MalformedPhotoException {
        int width = file.u16le(data + 6) & 0x3fff;
        int height = file.u16le(data + 8) & 0x3fff;
        if (width == 0 || height == 0) {
            throw file.corrupt("its frame header claims " + width + " x " + height + " pixels");
        }
        return new Frame(0, 0, width, height);
    }

    /** Some programs put JPEG's name of the block before it. */
    private void exif(long data, long length) throws MalformedPhotoException {
        int name = length >= EXIF_NAME.length && file.startsWith(data, EXIF_NAME) ? EXIF_NAME.length : 0;
        orientation = ExifOrientation.of(file.slice(data + name, length - name));
    }

    private static List<ByteBuffer> still(Frame frame, @Nullable ByteBuffer alpha, ByteBuffer pixels) {
        List<ByteBuffer> body = new ArrayList<>();
        if (alpha != null) {
            body.add(extendedHeader(frame));
            addPadded(body, alpha);
        }
        addPadded(body, pixels);
        int size = body.stream().mapToInt(ByteBuffer::remaining).sum();
        body.addFirst(littleEndian(RIFF_HEADER)
                .put(latin("RIFF"))
                .putInt(size + 4)
                .put(latin("WEBP"))
                .flip());
        return body;
    }

    private static void addPadded(List<ByteBuffer> body, ByteBuffer chunk) {
        body.add(chunk);
        body.add(ByteBuffer.allocate(chunk.remaining() & 1));
    }

    private static ByteBuffer extendedHeader(Frame frame) {
        int width = frame.width() - 1;
        int height = frame.height() - 1;
        return littleEndian(CHUNK_HEADER + 10)
                .put(latin("VP8X"))
                .putInt(10)
                .putInt(ALPHA_FLAG)
                .putShort((short) width)
                .put((byte) (width >> 16))
                .putShort((short) height)
                .put((byte) (height >> 16))
                .flip();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] latin(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
