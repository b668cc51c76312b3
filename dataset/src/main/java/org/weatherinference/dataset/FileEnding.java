package org.weatherinference.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.weatherinference.photo.PhotoFormat;

/** How the names of photos end. */
final class FileEnding {
    private FileEnding() {}

    /** Whether a name ends as that of a photo that is read. */
    static boolean known(String name) {
        return Arrays.stream(PhotoFormat.values()).anyMatch(format -> fits(name, format));
    }

    static boolean fits(String name, PhotoFormat format) {
        String lower = name.toLowerCase(Locale.ROOT);
        return endings(format).stream().anyMatch(ending -> lower.endsWith("." + ending));
    }

    /** The name with the ending that fits, in the place of the one that it has. */
    static String corrected(String name, PhotoFormat format) {
        int dot = name.lastIndexOf('.');
        String stem = dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
        return stem + "." + endings(format).getFirst();
    }

    private static List<String> endings(PhotoFormat format) {
        return switch (format) {
            case JPEG -> List.of("jpg", "jpeg", "jpe", "jfif");
            case PNG -> List.of("png");
            case WEBP -> List.of("webp");
            case GIF -> List.of("gif");
            case BMP -> List.of("bmp", "dib");
        };
    }
}
