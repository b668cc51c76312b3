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

/** The folder that a deployment's files are written to, whole or not at all. */
final class DeploymentFolder {
    private DeploymentFolder() {}

    /**
     * Whether it may be written, before any work.
     *
     * @throws CommandException where something lies there already, or nothing can
     */
    static void check(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        Path above = place.getParent();
        if (Files.exists(place) && !isEmpty(place)) {
            throw new CommandException(folder + " is no empty folder: remove it, or name another");
        }
        if (above == null || !Files.isWritable(above)) {
            throw new CommandException(
                    folder + " cannot be written: there is no folder " + above + " that may be written to");
        }
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

    /** Writes each text to the file of its name; scripts can be run. */
    static void write(Path folder, Map<String, String> files) throws IOException {
        Path place = folder.toAbsolutePath().normalize();
        Path unfinished =
                Files.createDirectory(place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID()));
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                write(unfinished.resolve(file.getKey()), file.getValue());
            }
            Files.deleteIfExists(place);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            discard(unfinished, files);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        boolean script = file.toString().endsWith(".sh");
        if (script && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Nothing is left to do where it has become the folder. */
    private static void discard(Path unfinished, Map<String, String> files) throws IOException {
        for (String name : files.keySet()) {
            Files.deleteIfExists(unfinished.resolve(name));
        }
        Files.deleteIfExists(unfinished);
    }
}
