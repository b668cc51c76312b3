package org.weatherinference.model;

import java.nio.file.Path;

/** The user's folder: the system property {@code weather.home}, else {@code $WEATHER_HOME}, else {@code ~/.weather}. */
public final class WeatherHome {
    private WeatherHome() {}

    /** Need not exist. */
    public static Path folder() {
        String home = System.getProperty("weather.home", System.getenv("WEATHER_HOME"));
        return home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".weather") : Path.of(home);
    }

    /** What may be deleted at any time, and is made again. */
    static Path cache() {
        return folder().resolve("cache");
    }
}
