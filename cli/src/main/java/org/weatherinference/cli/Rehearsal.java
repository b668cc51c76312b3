package org.weatherinference.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.weatherinference.model.BundleStore;

/**
 * What the launcher runs once after a build, for Java to write its cache of: so much of what users do that later runs
 * know from the start which classes they need and which methods are worth compiling well.
 */
final class Rehearsal {
    private static final int PHOTOS = 300;
    /** So many that Java compiles what answers them as well as it can, and later does so without watching it first. */
    private static final int REQUESTS = 2000;

    private Rehearsal() {}

    /** Classifies and serves with the standard bundle. */
    public static void main(String[] arguments) throws Exception {
        byte[] photo = ServingRehearsal.sample();
        classify(photo);
        ServingRehearsal.serve(photo, REQUESTS);
    }

    private static void classify(byte[] photo) throws IOException {
        Path folder = Files.createTempDirectory("weather-rehearsal");
        List<Path> photos = new ArrayList<>();
        try {
            for (int i = 0; i < PHOTOS; i++) {
                photos.add(Files.write(folder.resolve(i + ".jpg"), photo));
            }
            run("classify", photos.getFirst().toString());
            run("classify", "--format", "json", folder.toString());
        } finally {
            for (Path copy : photos) {
                Files.delete(copy);
            }
            Files.delete(folder);
        }
    }

    private static void run(String... arguments) {
        Console console =
                new Console(InputStream.nullInputStream(), ServingRehearsal.nowhere(), ServingRehearsal.nowhere());
        WeatherProgram.create(new Surroundings(console, BundleStore::standard), arguments)
                .execute(arguments);
    }
}
