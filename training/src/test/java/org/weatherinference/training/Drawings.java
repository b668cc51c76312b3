package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** Photos of two kinds of weather that even a tiny network can tell apart, no two alike. */
final class Drawings {
    static final int WIDTH = 64;
    static final int HEIGHT = 48;

    private Drawings() {}

    /** A dataset of as many photos of each label, {@code raining} and {@code sunny}. */
    static void dataset(Path folder, int each) throws IOException {
        for (int i = 0; i < each; i++) {
            write(folder, "sunny", i, sunny(i));
            write(folder, "raining", i, raining(i));
        }
    }

    private static void write(Path folder, String label, int number, Photo photo) throws IOException {
        Path file = folder.resolve(label).resolve("%03d.jpg".formatted(number));
        Files.createDirectories(file.getParent());
        Files.write(file, PhotoEncoder.jpeg(photo, 90));
    }

    /** A blue sky over a bright meadow, with a sun in it. */
    static Photo sunny(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int horizon = random.nextInt(HEIGHT / 3, HEIGHT * 3 / 4);
        int x = random.nextInt(WIDTH);
        int y = random.nextInt(horizon);
        int radius = random.nextInt(6, 14);
        return drawn(random, (column, row) -> {
            if (Math.hypot(column - x, row - y) < radius) {
                return new int[] {250, 230, 90};
            }
            return row < horizon ? new int[] {90, 150, 235} : new int[] {190, 190, 60};
        });
    }

    /** Grey in grey, with streaks. */
    static Photo raining(int seed) {
        SplittableRandom random = new SplittableRandom(-1 - seed);
        int slant = random.nextInt(-2, 3);
        int distance = random.nextInt(4, 9);
        int horizon = random.nextInt(HEIGHT / 3, HEIGHT * 3 / 4);
        return drawn(random, (column, row) -> {
            int grey = row < horizon ? 125 : 85;
            int streak = Math.floorMod(3 * column + slant * row, 3 * distance) < 3 ? 35 : 0;
            return new int[] {grey + streak, grey + streak, grey + streak + 5};
        });
    }

    /** A photo of one colour. */
    static Photo plain(int red, int green, int blue) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return Photo.of(WIDTH, HEIGHT, rgb);
    }

    private interface Scene {
        int[] colour(int column, int row);
    }

    private static Photo drawn(SplittableRandom random, Scene scene) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int[] colour = scene.colour(i % WIDTH, i / WIDTH);
            int noise = random.nextInt(-12, 13);
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * i + channel] = (byte) Math.clamp(colour[channel] + noise, 0, 255);
            }
        }
        return Photo.of(WIDTH, HEIGHT, rgb);
    }
}
