package org.weatherinference.photo;

/**
 * The pixels of a PNG. In Java rather than by Leptonica: libpng prints each corrupt file's fault to standard error
 * whatever it is told, and Leptonica loses the transparency of grey below 8 bits.
 */
final class PngPixels implements Pixels {
    private final PngLayout layout;
    private final PngColours colours;
    private final PngRows rows;

    /** @param rows closed with these pixels */
    PngPixels(PngLayout layout, PngRows rows) {
        this.layout = layout;
        this.colours = new PngColours(layout);
        this.rows = rows;
        rows.start(layout.width());
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
    public void nextRow(int[] row) throws MalformedPhotoException {
        colours.expand(rows.next(), width(), row, 0, 1);
    }

    @Override
    public void close() {
        rows.close();
    }
}
