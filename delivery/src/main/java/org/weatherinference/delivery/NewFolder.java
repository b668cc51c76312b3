package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.weatherinference.command.CommandException;

/** A folder that a command is to fill, where there is nothing yet. */
record NewFolder(Path path) {
    /**
     * Before the work, not after it.
     *
     * @throws CommandException where something lies there already, or nothing can
     */
    static NewFolder at(Path path) {
        Path place = path.toAbsolutePath().normalize();
        Path above = place.getParent();
        if (Files.exists(place) && !isEmpty(place)) {
            throw new CommandException(path + " is no empty folder: remove it, or name another");
        }
        if (above == null || !Files.isWritable(above)) {
            throw new CommandException(
                    path + " cannot be written: there is no folder " + above + " that may be written to");
        }
        return new NewFolder(path);
    }

    private static boolean isEmpty(Path place) {
        if (!Files.isDirectory(place)) {
            return false;
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.findAny().isEmpty();
        } catch (IOException fault) {
            throw new CommandException(place + " cannot be read: " + fault, fault);
        }
    }

    /**
     * Fills it, whole or not at all; scripts can be run.
     *
     * @param files by their paths in it, with forward slashes
     */
    void write(Map<String, byte[]> files) {
        Path place = path.toAbsolutePath().normalize();
        Path unfinished = place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.createDirectory(unfinished);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                write(unfinished.resolve(file.getKey()), file.getValue());
            }
            Files.deleteIfExists(place);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException fault) {
            throw new CommandException(path + " cannot be written: " + fault, fault);
        } finally {
            WorkFolder.deleteQuietly(unfinished);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        boolean script = file.toString().endsWith(".sh");
        if (script && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
