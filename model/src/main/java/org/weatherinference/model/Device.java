package org.weatherinference.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What networks are run on. */
public enum Device {
    /** The processor's cores, each with a photo of its own. */
    CPU,
    /** A graphics processor of NVIDIA's, with many photos at once. */
    CUDA;

    /** By the word that settings use, such as {@code cpu}; nothing where there is none of that name. */
    public static Optional<Device> named(String word) {
        return Arrays.stream(values())
                .filter(device -> device.toString().equals(word))
                .findFirst();
    }

    /** In the word that settings use. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
