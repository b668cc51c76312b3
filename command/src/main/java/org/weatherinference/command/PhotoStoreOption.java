package org.weatherinference.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.state.PhotoFolder;
import picocli.CommandLine.Option;

/** Where visitors' photos are: in the folder of the option, else of the environment, else in the user's folder. */
public final class PhotoStoreOption {
    private static final String VARIABLE = "WEATHER_PHOTO_STORE";

    @Option(
            names = "--photo-store",
            paramLabel = "FOLDER",
            description =
                    "Where visitors' photos are (default: $WEATHER_PHOTO_STORE, else feedback in" + " $WEATHER_HOME).")
    private @Nullable Path folder;

    /** The photos there; the folder need not exist. */
    public PhotoFolder open() {
        return new PhotoFolder(Optional.ofNullable(folder)
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
                .orElseGet(() -> PhotoFolder.standardPath(WeatherHome.folder())));
    }
}
