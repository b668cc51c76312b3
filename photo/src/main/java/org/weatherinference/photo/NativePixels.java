package org.weatherinference.photo;

import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.REMOVE_CMAP_WITH_ALPHA;
import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.pixConvertTo32;
import static org.bytedeco.leptonica.global.leptonica.pixCreate;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixGetColormap;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemWebP;
import static org.bytedeco.leptonica.global.leptonica.pixRemoveColormap;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemPng;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;
import org.jspecify.annotations.Nullable;

/** Pixels in Leptonica's memory, which closing frees. */
final class NativePixels implements Pixels {
    static {
        silenceLeptonica();
    }

    /**
     * Leptonica would print every fault of every file to standard error. libjpeg's own line about corrupt data cannot
     * be held back: Leptonica keeps libjpeg's printing error handler.
     */
    private static void silenceLeptonica() {
        try {
            setMsgSeverity(L_SEVERITY_NONE);
        } catch (UnsatisfiedLinkError missing) {
            throw new UnsatisfiedLinkError(
                    "Leptonica's libraries for this machine are missing: their jars must be on the"
                            + " class path, or on the module path with --add-modules ALL-MODULE-PATH; "
                            + missing.getMessage());
        }
    }

    /** The hint that neither asks for luminance alone nor to go on where data is bad. */
    private static final int WHOLE_OR_NOTHING = 0;

    private final PIX pix;
    private final IntBuffer words;

    private NativePixels(PIX pix) {
        this.pix = pix;
        this.words = words(pix);
    }

    /**
     * Decodes.
     *
     * @param reduction 1, 2, 4 or 8; 1 for all but JPEG
     * @throws MalformedPhotoException when the data is corrupt
     */
    static NativePixels decode(PhotoFormat format, List<ByteBuffer> file, int reduction)
            throws MalformedPhotoException {
        try (Arena arena = Arena.ofConfined()) {
            PIX read = read(format, join(file, arena), reduction);
            PIX pix = read == null ? null : deepen(read);
            if (pix == null) {
                throw new MalformedPhotoException("corrupt " + format + ": its picture data does not decode");
            }
            return new NativePixels(pix);
        }
    }

    private static ByteBuffer join(List<ByteBuffer> pieces, Arena arena) {
        long size = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        ByteBuffer whole = arena.allocate(size).asByteBuffer();
        pieces.forEach(piece -> whole.put(piece.duplicate()));
        return whole.flip();
    }

    private static @Nullable PIX read(PhotoFormat format, ByteBuffer file, int reduction) {
        int size = file.remaining();
        return switch (format) {
            case JPEG -> pixReadMemJpeg(file, size, 0, reduction, (IntBuffer) null, WHOLE_OR_NOTHING);
            case WEBP -> pixReadMemWebP(file, size);
            case PNG, GIF, BMP -> throw new IllegalArgumentException(format + " is read in Java");
        };
    }

    /** To 32 bits a pixel; the given picture is used up. */
    private static @Nullable PIX deepen(PIX pix) {
        if (pix.d() == 32) {
            return pix;
        }
        try {
            boolean palette = pixGetColormap(pix) != null;
            return palette ? pixRemoveColormap(pix, REMOVE_CMAP_WITH_ALPHA) : pixConvertTo32(pix);
        } finally {
            pixDestroy(pix);
        }
    }

    /** A copy of a photo. */
    static NativePixels of(Photo photo) {
        PIX pix = pixCreate(photo.width(), photo.height(), 32);
        if (pix == null) {
            throw new OutOfMemoryError(photo.width() + " x " + photo.height() + " pixels for the encoder");
        }
        words(pix).put(photo.pixels());
        return new NativePixels(pix);
    }

    byte[] jpeg(int quality) {
        return write((data, size) -> pixWriteMemJpeg(data, size, pix, quality, 0));
    }

    byte[] png() {
        return write((data, size) -> pixWriteMemPng(data, size, pix, 0));
    }

    private interface Writer {
        int write(BytePointer data, SizeTPointer size);
    }

    /** Leptonica allocates the file; it is freed here. */
    private static byte[] write(Writer writer) {
        BytePointer data = new BytePointer();
        // A plain malloc: JavaCPP's own allocation may refuse, or collect garbage, when the process is large.
        SizeTPointer size = new SizeTPointer(Pointer.malloc(Long.BYTES));
        try {
            if (writer.write(data, size) != 0) {
                throw new IllegalStateException("Leptonica did not write the picture");
            }
            byte[] file = new byte[(int) size.get()];
            data.get(file);
            return file;
        } finally {
            lept_free(data);
            Pointer.free(size);
        }
    }

    private static IntBuffer words(PIX pix) {
        return pix.data().capacity((long) pix.w() * pix.h()).asBuffer();
    }

    @Override
    public int width() {
        return pix.w();
    }

    @Override
    public int height() {
        return pix.h();
    }

    @Override
    public boolean hasAlpha() {
        return pix.spp() == 4;
    }

    @Override
    public void nextRow(int[] row) {
        words.get(row, 0, width());
    }

    @Override
    public void close() {
        pixDestroy(pix);
    }
}
