package org.weatherinference.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Photos as files, {@code ab/abcdef….jpg} by their hash. Several processes may use one folder. Thread-safe. */
public final class PhotoFolder implements PhotoStorage {
    /** A photo, or what was to become one. */
    private static final Pattern FILE = Pattern.compile("\\.?([0-9a-f]{64})\\.jpg(\\.new)?");

    private final Path root;

    /** @param root made when the first photo comes */
    public PhotoFolder(Path root) {
        this.root = root;
    }

    /** The folder that is used where none is set. */
    public static Path standardPath(Path home) {
        return home.resolve("feedback");
    }

    /** Photos in {@link #standardPath}. */
    public static PhotoFolder standard(Path home) {
        return new PhotoFolder(standardPath(home));
    }

    private Path folder(String hash) {
        return root.resolve(hash.substring(0, 2));
    }

    private Path file(String hash) {
        return folder(hash).resolve(hash + ".jpg");
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }

    @Override
    public void put(String hash, byte[] photo) throws IOException {
        Path file = file(hash);
        if (Files.exists(file)) {
            return;
        }
        OwnerOnly.createFolders(folder(hash));
        Path fresh = unfinished(file);
        // No channel: that would be closed by an interrupt.
        try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
            out.write(photo);
            out.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder(hash));
        sync(root);
    }

    /** The name of a new file is on the disk only once its folder is. Windows opens no folder, and needs none of it. */
    private static void sync(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public Optional<byte[]> get(String hash) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file(hash)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String hash) throws IOException {
        Path file = file(hash);
        Files.deleteIfExists(file);
        Files.deleteIfExists(unfinished(file));
    }

    @Override
    public Set<String> putBefore(Instant then) throws IOException {
        Set<String> hashes = new HashSet<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> tree = Files.walk(root, 2)) {
                for (Path file : (Iterable<Path>) tree::iterator) {
                    Matcher name = FILE.matcher(file.getFileName().toString());
                    if (name.matches() && isOlder(file, then)) {
                        hashes.add(name.group(1));
                    }
                }
            }
        }
        return hashes;
    }

    private static boolean isOlder(Path file, Instant then) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(then);
        } catch (NoSuchFileException _) {
            return false;
        }
    }
}
