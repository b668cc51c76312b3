package org.weatherinference.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files under a folder of any file system that Hadoop knows, or a single one, in the order of their paths. Listed
 * one sub-folder at a time, so that a million files need no list. As {@code weather classify} does it leaves out names
 * that start with a dot, and follows no links to folders; unlike it, it leaves out no other file, and looks into
 * archives. What cannot be listed comes as one that cannot be read.
 */
final class PhotoListing implements Iterator<PhotoSource> {
    /** An archive beyond this many bytes is gone through by several tasks at once. */
    private static final long BYTES_PER_SHARE = 32L << 20;

    private final Configuration hadoop;
    private final int cores;
    private final Predicate<FileStatus> ready;
    private final Deque<Iterator<Listed>> open = new ArrayDeque<>();
    private Iterator<PhotoSource> next = Collections.emptyIterator();

    /**
     * A listing to be gone through once.
     *
     * @param input path or URI, as it was given
     * @param cores the most shares that an archive is cut into
     */
    PhotoListing(String input, Configuration hadoop, int cores) {
        this(input, hadoop, cores, _ -> true);
    }

    /** @param ready which files are not left to a later listing */
    PhotoListing(String input, Configuration hadoop, int cores, Predicate<FileStatus> ready) {
        this.hadoop = hadoop;
        this.cores = cores;
        this.ready = ready;
        open.push(root(input).iterator());
        advance();
    }

    /** A file or folder that was found. */
    private record Listed(String name, FileStatus status) {
        /** Sorted as whole paths are: {@code a.jpg} before {@code a/b.jpg}, because a dot comes before a slash. */
        String key() {
            return status.isDirectory() ? name + "/" : name;
        }
    }

    private List<Listed> root(String input) {
        try {
            Path path = new Path(input);
            String name = input.length() > 1 && input.endsWith("/") ? input.substring(0, input.length() - 1) : input;
            return List.of(new Listed(name, path.getFileSystem(hadoop).getFileStatus(path)));
        } catch (IOException e) {
            next = nowhere(input, e);
            return List.of();
        }
    }

    @Override
    public boolean hasNext() {
        return next.hasNext();
    }

    @Override
    public PhotoSource next() {
        if (!next.hasNext()) {
            throw new NoSuchElementException();
        }
        PhotoSource found = next.next();
        advance();
        return found;
    }

    private void advance() {
        while (!next.hasNext() && !open.isEmpty()) {
            if (!open.element().hasNext()) {
                open.pop();
                continue;
            }
            Listed found = open.element().next();
            if (found.status().isDirectory()) {
                list(found);
            } else if (ready.test(found.status())) {
                next = sources(found.name(), found.status());
            }
        }
    }

    private void list(Listed folder) {
        Path path = folder.status().getPath();
        try {
            open.push(Arrays.stream(path.getFileSystem(hadoop).listStatus(path))
                    .filter(PhotoListing::isWanted)
                    .map(status ->
                            new Listed(folder.name() + "/" + status.getPath().getName(), status))
                    .sorted(Comparator.comparing(Listed::key))
                    .iterator());
        } catch (IOException | UncheckedIOException e) {
            next = nowhere(folder.name(), e);
        }
    }

    private static boolean isWanted(FileStatus status) {
        return !status.getPath().getName().startsWith(".") && !isTrap(status);
    }

    /** On the local disk: pipes and devices, reading one could wait for ever; links to folders, which may go round. */
    private static boolean isTrap(FileStatus status) {
        if (!StoredFile.isLocal(status.getPath())) {
            return false;
        }
        var path = StoredFile.local(status.getPath());
        return !Files.isRegularFile(path) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private Iterator<PhotoSource> sources(String name, FileStatus status) {
        String uri = status.getPath().toString();
        if (!ArchivePhotos.isArchive(name)) {
            return one(new PhotoSource.InFile(name, uri, status.getLen()));
        }
        int shares = Math.clamp(status.getLen() / BYTES_PER_SHARE, 1, cores);
        return IntStream.range(0, shares)
                .<PhotoSource>mapToObj(share -> new PhotoSource.InArchive(name, uri, share, shares))
                .iterator();
    }

    private static Iterator<PhotoSource> nowhere(String name, Exception e) {
        return one(new PhotoSource.Nowhere(name, ReadProblem.of(e)));
    }

    private static Iterator<PhotoSource> one(PhotoSource source) {
        return List.of(source).iterator();
    }
}
