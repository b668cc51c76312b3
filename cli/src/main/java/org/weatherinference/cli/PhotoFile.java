package org.weatherinference.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoLimits;
import org.weatherinference.photo.PhotoTooLargeException;

/** A photo on disk: given by name, or found in a folder. */
record PhotoFile(Path path, boolean found) implements PhotoInput {
    private static final Set<String> PICTURE_ENDINGS = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "heic", "heif", "avif", "jxl", "tif", "tiff",
            "jp2");

    static PhotoInput given(String argument) {
        return new PhotoFile(Path.of(argument), false);
    }

    static PhotoInput found(Path path) {
        return new PhotoFile(path, true);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public String fileName() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public boolean chanceFind() {
        return found && !PICTURE_ENDINGS.contains(ending());
    }

    private String ending() {
        String name = fileName();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public byte[] read() throws InputException {
        try (InputStream in = Files.newInputStream(path)) {
            refuseBeyondLimit(Files.size(path));
            return in.readNBytes(PhotoLimits.DEFAULT.maxBytes() + 1);
        } catch (NoSuchFileException e) {
            throw unreadable("no such file or folder");
        } catch (AccessDeniedException e) {
            throw unreadable("no permission to read it");
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Before it is read: a folder may hold films. */
    private static void refuseBeyondLimit(long size) throws InputException {
        try {
            PhotoLimits.DEFAULT.requireBytes(size);
        } catch (PhotoTooLargeException e) {
            throw new InputException(ProblemType.of(e), String.valueOf(e.getMessage()));
        }
    }

    private static InputException unreadable(String why) {
        return new InputException(ProblemType.NOT_READABLE, why);
    }
}
