package org.weatherinference.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Folders and files that appear whole or not at all. */
public final class Folders {
    private Folders() {}

    /**
     * Gives a finished folder its name, after its files have reached the disk.
     *
     * @return false when a folder of that name was there already, which is left as it is
     */
    static boolean publish(Path finished, Path name) throws IOException {
        for (Path file : tree(finished)) {
            sync(file);
        }
        try {
            Files.move(finished, name, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException fault) {
            if (Files.isDirectory(name)) {
                return false;
            }
            throw fault;
        }
        sync(name.resolveSibling("."));
        return true;
    }

    /** Writes a small file in the place of what was there, which readers see until the new one is whole. */
    static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.writeString(fresh, text);
            sync(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        sync(file.resolveSibling("."));
    }

    /** Has what was written reach the disk. */
    static void sync(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException fault) {
            // Windows opens no folders; there the file system keeps their entries itself.
            if (!folder) {
                throw fault;
            }
        }
    }

    /** Copies what is in a folder to one that is there and empty. */
    static void copy(Path from, Path to) throws IOException {
        for (Path path : tree(from)) {
            Path copy = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(path, copy);
            }
        }
    }

    /** Removes a folder and what is in it, or nothing when it is not there. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            for (Path path : tree(folder).reversed()) {
                Files.delete(path);
            }
        }
    }

    /** The folder and all that is in it, parents first; links are not followed. */
    static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.naturalOrder()).toList();
        } catch (UncheckedIOException fault) {
            throw fault.getCause();
        }
    }

    /** What lies directly in a folder, sorted; nothing where there is no folder. */
    public static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    /** Removes all but so many of a folder's files of one kind: those that were changed last stay. */
    public static void keepNewest(Path folder, Predicate<Path> kind, int kept) throws IOException {
        List<Path> oldestLast = children(folder).stream()
                .filter(kind)
                .sorted(Comparator.comparing(Folders::changed).reversed())
                .toList();
        for (Path old : oldestLast.subList(Math.min(kept, oldestLast.size()), oldestLast.size())) {
            Files.deleteIfExists(old);
        }
    }

    /** One that another process has just removed is the oldest. */
    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }
}
