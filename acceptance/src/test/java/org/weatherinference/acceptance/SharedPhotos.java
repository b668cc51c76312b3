package org.weatherinference.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The working photos that the property {@code weather.shared} names; tests over them are left out where it is empty.
 */
final class SharedPhotos {
    private SharedPhotos() {}

    static Path folder(String name) {
        String shared = System.getProperty("weather.shared", "");
        assumeTrue(!shared.isEmpty(), "left out: tests over " + name + " need -Dweather.shared=FOLDER");
        Path folder = Path.of(shared, name);
        assumeTrue(Files.isDirectory(folder), "left out: there is no " + name + " in the folder of weather.shared");
        return folder;
    }
}
