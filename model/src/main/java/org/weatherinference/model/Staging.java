package org.weatherinference.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A folder within a store where a bundle is made ready, or taken apart, out of everybody's sight. A lock on a file
 * beside it tells other processes that its owner lives; the system takes the lock away with the process, and whoever
 * stages next clears what was left. Closing removes the folder.
 */
final class Staging implements AutoCloseable {
    private static final String PREFIX = ".adding-";
    private static final String LOCK = ".lock";

    /**
     * Those of this process, which are not to be probed: to close a file gives up every lock that the process has on
     * it.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;

    private Staging(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** A new, empty folder in a store, which is made where there is none; what the dead left there is removed. */
    static Staging begin(Path store) throws IOException {
        Path home = Files.createDirectories(store).toRealPath();
        clear(home);
        while (true) {
            Optional<Staging> begun = tryBegin(home.resolve(PREFIX + UUID.randomUUID()));
            if (begun.isPresent()) {
                return begun.get();
            }
        }
    }

    /** Nothing where the lock was cleared away before it was held. */
    private static Optional<Staging> tryBegin(Path folder) throws IOException {
        OWN.add(folder);
        FileChannel channel = FileChannel.open(lockOf(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var staging = new Staging(folder, channel);
        try {
            channel.lock();
            if (Files.exists(lockOf(folder))) {
                Files.createDirectory(folder);
                return Optional.of(staging);
            }
        } catch (IOException fault) {
            staging.close();
            throw fault;
        }
        staging.close();
        return Optional.empty();
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    private static void clear(Path store) throws IOException {
        Set<Path> found = Folders.children(store).stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith(PREFIX))
                .map(name ->
                        store.resolve(name.endsWith(LOCK) ? name.substring(0, name.length() - LOCK.length()) : name))
                .filter(folder -> !OWN.contains(folder))
                .collect(Collectors.toSet());
        for (Path folder : found) {
            removeIfLeft(folder);
        }
    }

    private static void removeIfLeft(Path folder) {
        try (FileChannel channel = FileChannel.open(lockOf(folder), StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held != null) {
                Folders.delete(folder);
                Files.deleteIfExists(lockOf(folder));
            }
        } catch (NoSuchFileException _) {
            removeUnlocked(folder);
        } catch (IOException | OverlappingFileLockException _) {
            // In use, or it cannot be removed: it is in nobody's way.
        }
    }

    /** Its owner has the lock before the folder and gives it up after, so it has none: somebody took away the lock. */
    private static void removeUnlocked(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException _) {
            // It is in nobody's way.
        }
    }

    /** To be filled, and moved away where it has become a bundle. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            Folders.delete(folder);
            Files.deleteIfExists(lockOf(folder));
        } finally {
            OWN.remove(folder);
        }
    }
}
