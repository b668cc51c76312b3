package org.weatherinference.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/** Any number of photos out of the working photos that bundles are validated on: other crops, mirrored, other JPEGs. */
final class AlteredPhotos {
    private static final int IN_ONE_FOLDER = 1000;
    private static final long SEED = 8;

    private AlteredPhotos() {}

    static void write(Path folder, int count) throws IOException, PhotoException {
        List<Path> originals = validation();
        PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
        Random random = new Random(SEED);
        for (int i = 0; i < count; i++) {
            Photo photo = decoder.decode(Files.readAllBytes(originals.get(i % originals.size())));
            Path file = folder.resolve("%03d/%05d.jpg".formatted(i / IN_ONE_FOLDER, i));
            Files.createDirectories(file.getParent());
            Files.write(file, PhotoEncoder.jpeg(altered(photo, random), 75 + random.nextInt(20)));
        }
    }

    private static List<Path> validation() throws IOException {
        Path photos = SharedPhotos.folder("photos");
        try (Stream<String> lines = Files.lines(photos.resolve("photos.csv"))) {
            return lines.map(line -> line.split(",", -1))
                    .filter(columns -> columns[2].equals("valid"))
                    .map(columns -> photos.resolve(columns[0]))
                    .toList();
        }
    }

    private static Photo altered(Photo photo, Random random) {
        double part = 0.8 + 0.2 * random.nextDouble();
        int width = (int) (photo.width() * part);
        int height = (int) (photo.height() * part);
        Photo crop = photo.crop(
                random.nextInt(photo.width() - width + 1), random.nextInt(photo.height() - height + 1), width, height);
        return random.nextBoolean() ? crop.mirror() : crop;
    }
}
