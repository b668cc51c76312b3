package org.weatherinference.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The files under a folder in the order of their paths, listed one sub-folder at a time, so that a million of them need
 * no list. Names that start with a dot are left out, and links to folders not followed. A folder that cannot be listed
 * comes as if it were a file, so that reading it tells why.
 */
final class Folder implements Iterator<PhotoInput> {
    private final Deque<Iterator<Listed>> open = new ArrayDeque<>();
    private @Nullable Path next;

    Folder(Path root) {
        open.push(list(root));
        next = advance();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public PhotoInput next() {
        Path found = next;
        if (found == null) {
            throw new NoSuchElementException();
        }
        next = advance();
        return PhotoFile.found(found);
    }

    private @Nullable Path advance() {
        while (!open.isEmpty()) {
            if (!open.element().hasNext()) {
                open.pop();
                continue;
            }
            Listed entry = open.element().next();
            if (!entry.folder()) {
                return entry.path();
            }
            open.push(list(entry.path()));
        }
        return null;
    }

    private static Iterator<Listed> list(Path folder) {
        List<Listed> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, Folder::isWanted)) {
            stream.forEach(path -> entries.add(new Listed(path, isFolder(path))));
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(new Listed(folder, false)).iterator();
        }
        return entries.stream().sorted().iterator();
    }

    /** Pipes and devices are not: reading one could wait for ever. */
    private static boolean isWanted(Path path) {
        return !path.getFileName().toString().startsWith(".") && (Files.isRegularFile(path) || isFolder(path));
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Sorted as whole paths are: {@code a.jpg} before {@code a/b.jpg}, because a dot comes before a slash. */
    private record Listed(Path path, boolean folder) implements Comparable<Listed> {
        @Override
        public int compareTo(Listed other) {
            return key().compareTo(other.key());
        }

        private String key() {
            return path.getFileName() + (folder ? "/" : "");
        }
    }
}
