package org.weatherinference.model;

import java.util.Random;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** Small pictures drawn by arithmetic, the same each time: what every bundle is tried on. */
enum GoldenScene {
    /** A disc in a blue sky over a field. */
    SUN {
        @Override
        int colour(int x, int y, Random random) {
            if (Math.hypot(x - 240, y - 55) < 28) {
                return rgb(255, 244, 190);
            }
            return y < 160 ? rgb(70 + y / 2, 140 + y / 2, 235) : rgb(90 + y / 8, 175 - y / 4, 50);
        }
    },
    /** Bright slanted streaks on grey. */
    RAIN {
        @Override
        int colour(int x, int y, Random random) {
            int grey = 85 + y / 8;
            boolean streak = (x * 5 + y) % 67 < 3 && (y / 24 + x / 13) % 3 == 0;
            return streak ? rgb(grey + 70, grey + 75, grey + 85) : rgb(grey, grey + 4, grey + 12);
        }
    },
    /** Specks over a white ground, as JPEG: the one scene whose colours are not exactly as drawn. */
    SNOW {
        @Override
        int colour(int x, int y, Random random) {
            boolean flake = random.nextInt(60) == 0;
            int ground = y > 150 ? 228 : 140 + y / 3;
            return flake ? rgb(255, 255, 255) : rgb(ground, ground + 4, ground + 12);
        }

        @Override
        String fileName() {
            return "snow.jpg";
        }

        @Override
        byte[] encode(Photo photo) {
            return PhotoEncoder.jpeg(photo, 70);
        }
    },
    /** Trunks that fade into one grey. */
    FOG {
        @Override
        int colour(int x, int y, Random random) {
            int distance = x / 40;
            boolean trunk = x % 40 < 10 - distance && y > 60 + distance * 8;
            int grey = trunk ? 120 + distance * 12 : 205 + y / 20;
            return rgb(grey, grey, grey);
        }
    },
    /** A tiled wall with a door. */
    ROOM {
        @Override
        int colour(int x, int y, Random random) {
            if (x > 200 && x < 270 && y > 70) {
                return rgb(110, 70, 40);
            }
            boolean joint = x % 32 < 2 || (y + x / 32 * 8) % 24 < 2;
            return joint ? rgb(120, 110, 100) : rgb(225, 205, 175);
        }
    };

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    abstract int colour(int x, int y, Random random);

    /** Its name within a bundle's golden photos. */
    String fileName() {
        return name().toLowerCase(java.util.Locale.ROOT) + ".png";
    }

    byte[] encode(Photo photo) {
        return PhotoEncoder.png(photo);
    }

    /** The bytes of its file. */
    byte[] file() {
        return encode(draw());
    }

    private Photo draw() {
        var random = new Random(1);
        var pixels = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int colour = colour(i % WIDTH, i / WIDTH, random);
            pixels[i * 3] = (byte) (colour >> 16);
            pixels[i * 3 + 1] = (byte) (colour >> 8);
            pixels[i * 3 + 2] = (byte) colour;
        }
        return Photo.of(WIDTH, HEIGHT, pixels);
    }

    private static int rgb(int red, int green, int blue) {
        return Math.clamp(red, 0, 255) << 16 | Math.clamp(green, 0, 255) << 8 | Math.clamp(blue, 0, 255);
    }
}
