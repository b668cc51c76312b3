package org.weatherinference.photo;

/** Photos drawn by the tests. */
final class Drawings {
    private Drawings() {}

    /** A channel's value at a place, 0 to 255. */
    interface Shade {
        int at(int x, int y);
    }

    static Photo grey(int width, int height, Shade shade) {
        return colour(width, height, shade, shade, shade);
    }

    static Photo colour(int width, int height, Shade red, Shade green, Shade blue) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                rgb[i++] = (byte) red.at(x, y);
                rgb[i++] = (byte) green.at(x, y);
                rgb[i++] = (byte) blue.at(x, y);
            }
        }
        return Photo.of(width, height, rgb);
    }

    /** A smooth picture with something to see in each corner. */
    static Photo landscape(int width, int height) {
        return colour(
                width,
                height,
                (x, y) -> 255 * x / width,
                (x, y) -> 255 * y / height,
                (x, y) -> x < width / 2 ? 40 : 90);
    }

    static int[] reds(Photo photo) {
        int[] reds = new int[photo.width() * photo.height()];
        for (int i = 0; i < reds.length; i++) {
            reds[i] = photo.pixels()[i] >>> 24;
        }
        return reds;
    }

    /** The mean absolute difference of two photos of one size, in steps of 0 to 255. */
    static double difference(Photo one, Photo other) {
        byte[] ones = one.rgb();
        byte[] others = other.rgb();
        long sum = 0;
        for (int i = 0; i < ones.length; i++) {
            sum += Math.abs((ones[i] & 0xff) - (others[i] & 0xff));
        }
        return (double) sum / ones.length;
    }
}
