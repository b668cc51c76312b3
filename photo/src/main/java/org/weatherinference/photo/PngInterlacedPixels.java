package org.weatherinference.photo;

/** The pixels of an interlaced PNG (Adam7: ISO/IEC 15948, section 8.2), which must all be read before the first row. */
final class PngInterlacedPixels implements Pixels {
    /** One of the seven small pictures: the places of its pixels in each square of eight. */
    private record Pass(int left, int top, int stepX, int stepY) {}

    private static final Pass[] PASSES = {
        new Pass(0, 0, 8, 8),
        new Pass(4, 0, 8, 8),
        new Pass(0, 4, 4, 8),
        new Pass(2, 0, 4, 4),
        new Pass(0, 2, 2, 4),
        new Pass(1, 0, 2, 2),
        new Pass(0, 1, 1, 2)
    };

    private final PngLayout layout;
    private final int[] pixels;
    private int next;

    private PngInterlacedPixels(PngLayout layout) {
        this.layout = layout;
        this.pixels = new int[layout.width() * layout.height()];
    }

    /** Reads all rows; the caller closes them. */
    static PngInterlacedPixels read(PngLayout layout, PngRows rows) throws MalformedPhotoException {
        PngInterlacedPixels picture = new PngInterlacedPixels(layout);
        PngColours colours = new PngColours(layout);
        for (Pass pass : PASSES) {
            picture.read(pass, colours, rows);
        }
        return picture;
    }

    private void read(Pass pass, PngColours colours, PngRows rows) throws MalformedPhotoException {
        int count = Math.ceilDiv(width() - pass.left(), pass.stepX());
        if (count <= 0) {
            return;
        }
        rows.start(count);
        for (int y = pass.top(); y < height(); y += pass.stepY()) {
            colours.expand(rows.next(), count, pixels, y * width() + pass.left(), pass.stepX());
        }
    }

    @Override
    public int width() {
        return layout.width();
    }

    @Override
    public int height() {
        return layout.height();
    }

    @Override
    public boolean hasAlpha() {
        return layout.hasAlpha();
    }

    @Override
    public void nextRow(int[] row) {
        System.arraycopy(pixels, next, row, 0, width());
        next += width();
    }

    @Override
    public void close() {
        // Nothing but an array is held.
    }
}
