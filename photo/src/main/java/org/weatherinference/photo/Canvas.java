package org.weatherinference.photo;

import java.util.Arrays;

/** The upright photo in the making: takes pixels in stored order, turns them upright and lays them on white. */
final class Canvas {
    private final int width;
    private final int height;
    private final int orientation;
    private final int[] upright;
    private boolean showsWhite;

    /**
     * @param width as stored
     * @param height as stored
     * @param orientation EXIF orientation, 1 to 8
     */
    Canvas(int width, int height, int orientation) {
        this.width = width;
        this.height = height;
        this.orientation = orientation;
        this.upright = new int[width * height];
    }

    void paintWhite() {
        Arrays.fill(upright, -1);
        showsWhite = true;
    }

    /** Draws all pixels, their top left corner at the given place. */
    void draw(Pixels pixels, int left, int top) throws MalformedPhotoException {
        int[] row = new int[pixels.width()];
        for (int y = 0; y < pixels.height(); y++) {
            pixels.nextRow(row);
            if (pixels.hasAlpha()) {
                layOnWhite(row);
            }
            drawRow(row, left, top + y);
        }
    }

    private void drawRow(int[] row, int x, int y) {
        int step = offset(1, 0) - offset(0, 0);
        int at = offset(x, y);
        if (step == 1) {
            System.arraycopy(row, 0, upright, at, row.length);
            return;
        }
        for (int pixel : row) {
            upright[at] = pixel;
            at += step;
        }
    }

    /** Where a stored pixel goes in the upright photo. */
    private int offset(int x, int y) {
        int right = width - 1 - x;
        int bottom = height - 1 - y;
        return switch (orientation) {
            case 2 -> y * width + right;
            case 3 -> bottom * width + right;
            case 4 -> bottom * width + x;
            case 5 -> x * height + y;
            case 6 -> x * height + bottom;
            case 7 -> right * height + bottom;
            case 8 -> right * height + y;
            default -> y * width + x;
        };
    }

    private void layOnWhite(int[] row) {
        for (int x = 0; x < row.length; x++) {
            int alpha = row[x] & 0xff;
            if (alpha != 255) {
                row[x] = onWhite(row[x], alpha);
                showsWhite = true;
            }
        }
    }

    private static int onWhite(int pixel, int alpha) {
        return onWhite(pixel >>> 24, alpha, 24)
                | onWhite(pixel >>> 16 & 0xff, alpha, 16)
                | onWhite(pixel >>> 8 & 0xff, alpha, 8);
    }

    private static int onWhite(int value, int alpha, int shift) {
        return ((value * alpha + 255 * (255 - alpha) + 127) / 255) << shift;
    }

    /** Whether any of the photo was, at least in part, the white below. */
    boolean showsWhite() {
        return showsWhite;
    }

    int uprightWidth() {
        return orientation < 5 ? width : height;
    }

    int uprightHeight() {
        return orientation < 5 ? height : width;
    }

    /** Red in the highest byte, then green and blue; the caller takes them over. */
    int[] pixels() {
        return upright;
    }
}
