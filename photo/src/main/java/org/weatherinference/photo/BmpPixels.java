package org.weatherinference.photo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.weatherinference.photo.BmpOutline.Masks;

/** The pixels of a BMP without compression, read straight from the file's bytes. */
final class BmpPixels implements Pixels {
    private final BmpOutline outline;
    private final ByteBuffer data;
    private final boolean alpha;
    private int next;

    BmpPixels(BmpOutline outline) {
        this.outline = outline;
        this.data = outline.data().slice().order(ByteOrder.LITTLE_ENDIAN);
        this.alpha = outline.masks().opacity() != 0 && anyOpacity();
    }

    /** Programs that leave the opacity at zero everywhere mean an opaque picture. */
    private boolean anyOpacity() {
        for (int y = 0; y < outline.height(); y++) {
            for (int x = 0; x < outline.width(); x++) {
                if ((stored(start(y), x) & outline.masks().opacity()) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public int width() {
        return outline.width();
    }

    @Override
    public int height() {
        return outline.height();
    }

    @Override
    public boolean hasAlpha() {
        return alpha;
    }

    @Override
    public void nextRow(int[] row) {
        int start = start(outline.topDown() ? next : height() - 1 - next);
        next++;
        for (int x = 0; x < width(); x++) {
            int stored = stored(start, x);
            row[x] = outline.bits() > 8 ? colour(stored) : outline.palette().get(stored);
        }
    }

    private int start(int storedRow) {
        return (int) (storedRow * BmpOutline.stride(outline.width(), outline.bits()));
    }

    private int stored(int start, int x) {
        int bits = outline.bits();
        return switch (bits) {
            case 32 -> data.getInt(start + x * 4);
            case 24 -> (data.getShort(start + x * 3) & 0xffff) | (data.get(start + x * 3 + 2) & 0xff) << 16;
            case 16 -> data.getShort(start + x * 2) & 0xffff;
            default -> {
                int shift = 8 - bits - x * bits % 8;
                yield data.get(start + x * bits / 8) >> shift & (1 << bits) - 1;
            }
        };
    }

    private int colour(int stored) {
        Masks masks = outline.masks();
        return field(stored, masks.red()) << 24
                | field(stored, masks.green()) << 16
                | field(stored, masks.blue()) << 8
                | field(stored, masks.opacity());
    }

    /** A field of any width, stretched to 0 to 255. */
    private static int field(int stored, int mask) {
        if (mask == 0) {
            return 0;
        }
        int low = Integer.numberOfTrailingZeros(mask);
        long most = Integer.toUnsignedLong(mask) >>> low;
        long value = Integer.toUnsignedLong(stored & mask) >>> low;
        return (int) ((value * 255 + most / 2) / most);
    }

    @Override
    public void close() {
        // Nothing but the file's own bytes is held.
    }
}
