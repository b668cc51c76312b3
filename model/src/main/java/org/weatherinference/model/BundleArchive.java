package org.weatherinference.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.weatherinference.model.ZipDirectory.Item;
import org.weatherinference.model.ZipDirectory.Kind;

/**
 * A bundle as one zip file, its files at the top. What is read may come from anywhere: it is looked through before a
 * byte of it is unpacked, and bounded while it is.
 */
final class BundleArchive {
    private static final int MAX_FILES = 1000;
    private static final int MAX_DEPTH = 2;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_])?");
    private static final Pattern ABSOLUTE = Pattern.compile("[/\\\\].*|[A-Za-z]:.*", Pattern.DOTALL);
    /** The first that a zip file can name: a bundle's own date stands in its manifest. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private BundleArchive() {}

    /**
     * Writes a bundle: the same one always in the same bytes, on every machine, since nothing is compressed (a network
     * hardly shrinks).
     *
     * @param file must not exist
     */
    static void write(Bundle bundle, Path file) throws IOException, BundleException {
        Set<String> paths = new TreeSet<>(bundle.manifest().files().keySet());
        paths.add(ManifestJson.FILE);
        Path unfinished = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
        try {
            try (var zip = new ZipOutputStream(Files.newOutputStream(unfinished))) {
                for (String path : paths) {
                    checkPath(path);
                    write(bundle.folder().resolve(path), path, zip);
                }
            }
            checkSize(Files.size(unfinished));
            Folders.sync(unfinished);
            Files.move(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void write(Path source, String path, ZipOutputStream zip) throws IOException {
        var entry = new ZipEntry(path);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(TIME);
        entry.setSize(Files.size(source));
        entry.setCrc(crc(source));
        zip.putNextEntry(entry);
        Files.copy(source, zip);
        zip.closeEntry();
    }

    private static long crc(Path file) throws IOException {
        try (var checked = new CheckedInputStream(Files.newInputStream(file), new CRC32())) {
            checked.transferTo(OutputStream.nullOutputStream());
            return checked.getChecksum().getValue();
        }
    }

    /**
     * Unpacks a zip file into an empty folder.
     *
     * @throws BundleException naming the rule that it breaks
     */
    static void unpack(Path archive, Path folder) throws IOException, BundleException {
        List<Item> items = ZipDirectory.read(archive);
        check(items);
        try (var zip = new ZipFile(archive.toFile())) {
            for (Item item : items) {
                if (item.kind() == Kind.FILE) {
                    unpack(zip, item, folder.resolve(item.name()));
                }
            }
        } catch (ZipException | EOFException fault) {
            throw new BundleException("it is damaged: " + fault.getMessage(), fault);
        }
    }

    private static void check(List<Item> items) throws BundleException {
        if (items.size() > MAX_FILES) {
            throw new BundleException("it holds " + items.size() + " files, limit is " + MAX_FILES);
        }
        Set<String> names = new HashSet<>();
        Set<String> alike = new HashSet<>();
        for (Item item : items) {
            checkPath(
                    item.name().endsWith("/")
                            ? item.name().substring(0, item.name().length() - 1)
                            : item.name());
            checkKind(item);
            if (!names.add(item.name())) {
                throw new BundleException(item.name() + " is in it twice");
            }
            if (!alike.add(item.name().toLowerCase(Locale.ROOT))) {
                throw new BundleException(item.name() + " is in it in capital and in small letters, which are one file"
                        + " on some systems");
            }
        }
        checkSize(items.stream().mapToLong(Item::size).sum());
        checkTop(names);
    }

    private static void checkPath(String path) throws BundleException {
        if (ABSOLUTE.matcher(path).matches()) {
            throw new BundleException(quoted(path) + " is an absolute path");
        }
        List<String> parts = List.of(path.split("[/\\\\]", -1));
        if (parts.contains("..")) {
            throw new BundleException(quoted(path) + " leads out of the bundle");
        }
        if (path.contains("\\")
                || !parts.stream().allMatch(part -> PLAIN.matcher(part).matches())) {
            throw new BundleException(quoted(path)
                    + " is no plain path: names are letters, digits, dots, hyphens and underscores, at most 100");
        }
    }

    /** Text from a stranger in one line, cut short. */
    private static String quoted(String path) {
        String line = path.replaceAll("[^ -~]", "?");
        return '"' + (line.length() > 100 ? line.substring(0, 100) + "..." : line) + '"';
    }

    private static void checkKind(Item item) throws BundleException {
        switch (item.kind()) {
            case LINK -> throw new BundleException(item.name() + " is a symbolic link, must be a file");
            case ODD -> throw new BundleException(item.name() + " is neither a file nor a folder");
            case FILE, FOLDER -> {
                if (item.encrypted()) {
                    throw new BundleException(item.name() + " is encrypted");
                }
            }
        }
    }

    private static void checkSize(long bytes) throws BundleException {
        if (bytes > BundleStore.MAX_BYTES) {
            throw new BundleException(String.format(
                    Locale.ROOT, "unpacked it has %,d bytes, limit is %,d", bytes, BundleStore.MAX_BYTES));
        }
    }

    private static void checkTop(Set<String> names) throws BundleException {
        for (String name : names) {
            if (name.endsWith("/" + ManifestJson.FILE) && !names.contains(ManifestJson.FILE)) {
                String folder = name.substring(0, name.length() - ManifestJson.FILE.length());
                throw new BundleException("its files lie in a folder of their own, " + folder
                        + ", where they must lie at the top: zip what is in the folder, not the folder");
            }
        }
        for (String name : names) {
            if (name.replaceFirst("/$", "").split("/").length > MAX_DEPTH) {
                throw new BundleException(quoted(name) + " lies in a folder within a folder, where one is the limit");
            }
        }
    }

    private static void unpack(ZipFile zip, Item item, Path file) throws IOException, BundleException {
        ZipEntry entry = zip.getEntry(item.name());
        if (entry == null) {
            throw new BundleException("it is damaged: " + item.name() + " is listed but not there");
        }
        Files.createDirectories(file.getParent());
        try (var input = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            if (copy(input, file, item.size()) != item.size()) {
                throw new BundleException(
                        "it is damaged: " + item.name() + " has not the " + item.size() + " bytes that it declares");
            }
            if (input.getChecksum().getValue() != entry.getCrc()) {
                throw new BundleException("it is damaged: the checksum (CRC-32) of " + item.name() + " is wrong");
            }
        }
    }

    /** @return how many bytes there are, of which no more than the limit and a buffer were read */
    private static long copy(InputStream input, Path file, long limit) throws IOException {
        try (OutputStream output = Files.newOutputStream(file)) {
            var buffer = new byte[1 << 16];
            long copied = 0;
            for (int length = input.read(buffer); length > 0; length = input.read(buffer)) {
                copied += length;
                if (copied > limit) {
                    return copied;
                }
                output.write(buffer, 0, length);
            }
            return copied;
        }
    }
}
