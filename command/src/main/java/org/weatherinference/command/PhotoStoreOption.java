package org.weatherinference.command;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.state.PhotoFolder;
import org.weatherinference.state.PhotoStorage;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where visitors' photos are: in the place of the option, else of the environment, else in the user's folder. */
public final class PhotoStoreOption {
    private static final String VARIABLE = "WEATHER_PHOTO_STORE";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--photo-store",
            paramLabel = "PLACE",
            description = "Where visitors' photos are: a folder, or a bucket that speaks S3, as"
                    + " s3://BUCKET/PREFIX?endpoint=URL&region=REGION"
                    + " (default: $WEATHER_PHOTO_STORE, else feedback in $WEATHER_HOME).")
    private @Nullable String place;

    /** The photos there; neither folder nor bucket need exist. */
    public PhotoStorage open() {
        String chosen = Optional.ofNullable(place)
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)).filter(text -> !text.isBlank()))
                .orElseGet(() -> PhotoFolder.standardPath(WeatherHome.folder()).toString());
        try {
            return PhotoStorage.at(chosen);
        } catch (StateException.Invalid wrong) {
            throw new ParameterException(spec.commandLine(), Objects.toString(wrong.getMessage()));
        }
    }
}
