package org.weatherinference.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.weatherinference.model.BundleStore;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/**
 * What the launcher runs once after a build, for Java to write its cache of: so much of what users do that later runs
 * know from the start which classes they need and which methods are worth compiling well.
 */
final class Rehearsal {
    private static final int PHOTOS = 300;
    private static final int QUALITY = 85;

    private Rehearsal() {}

    /**
     * Runs it.
     *
     * @param arguments one photo to rehearse with
     */
    public static void main(String[] arguments) throws Exception {
        byte[] photo = jpeg(Path.of(arguments[0]));
        classify(arguments[0], photo);
        ServingRehearsal.serve(photo, Map.of());
    }

    private static void classify(String file, byte[] photo) throws IOException {
        Path folder = Files.createTempDirectory("weather-rehearsal");
        List<Path> photos = new ArrayList<>();
        try {
            for (int i = 0; i < PHOTOS; i++) {
                photos.add(Files.write(folder.resolve(i + ".jpg"), photo));
            }
            run("classify", file);
            run("classify", "--format", "json", folder.toString());
        } finally {
            for (Path copy : photos) {
                Files.delete(copy);
            }
            Files.delete(folder);
        }
    }

    private static byte[] jpeg(Path photo) throws IOException, PhotoException {
        PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
        return PhotoEncoder.jpeg(decoder.decode(Files.readAllBytes(photo)), QUALITY);
    }

    private static void run(String... arguments) {
        Console console =
                new Console(InputStream.nullInputStream(), ServingRehearsal.nowhere(), ServingRehearsal.nowhere());
        WeatherProgram.create(new Surroundings(console, BundleStore::standard), arguments)
                .execute(arguments);
    }
}
