package org.weatherinference.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.weatherinference.model.ZipDirectory.Item;
import org.weatherinference.model.ZipDirectory.Kind;

/**
 * A zip file that may come from anywhere: it is looked through before a byte of it is unpacked, and bounded while it
 * is.
 */
public final class ZipContent {
    private static final Pattern ABSOLUTE = Pattern.compile("[/\\\\].*|[A-Za-z]:.*", Pattern.DOTALL);
    /** In bytes: what the file systems of Linux, macOS and Windows take. */
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_PATH = 1_000;

    private final Path archive;
    private final List<Item> items;

    private ZipContent(Path archive, List<Item> items) {
        this.archive = archive;
        this.items = items;
    }

    /**
     * What a zip file may hold. Links, devices, encrypted files, names that lead out of it and names that are one file
     * on some systems are refused in any case.
     *
     * @param files and folders, at most 65,534
     * @param bytes of all files, unpacked: so nothing that was packed a thousand times can fill a disk
     * @param name of each file and folder
     * @param nameRule the same in words, after "names are"
     */
    public record Rules(int files, long bytes, Pattern name, String nameRule) {
        /** Of the table of contents: no longer than some long names for each file take. */
        int tableBytes() {
            return Math.max(1 << 20, files * 512);
        }
    }

    /**
     * Looks a zip file through.
     *
     * @throws ArchiveException naming the rule that it breaks
     */
    public static ZipContent read(Path archive, Rules rules) throws IOException, ArchiveException {
        List<Item> items = ZipDirectory.read(archive, rules.tableBytes());
        check(items, rules);
        return new ZipContent(archive, items);
    }

    private static void check(List<Item> items, Rules rules) throws ArchiveException {
        if (items.size() > rules.files()) {
            throw new ArchiveException("it holds " + items.size() + " files, limit is " + rules.files());
        }
        Set<String> names = new HashSet<>();
        Set<String> alike = new HashSet<>();
        for (Item item : items) {
            checkPath(item.name().replaceFirst("/$", ""), rules);
            checkKind(item);
            if (!names.add(item.name())) {
                throw new ArchiveException(item.name() + " is in it twice");
            }
            if (!alike.add(item.name().toLowerCase(Locale.ROOT))) {
                throw new ArchiveException(item.name() + " is in it in capital and in small letters, which are"
                        + " one file on some systems");
            }
        }
        checkFolders(items);
        checkSize(items.stream().mapToLong(Item::size).sum(), rules);
    }

    /** Refuses a file in which others are said to be. */
    private static void checkFolders(List<Item> items) throws ArchiveException {
        Set<String> files = items.stream()
                .filter(item -> item.kind() == Kind.FILE)
                .map(Item::name)
                .collect(Collectors.toSet());
        for (Item item : items) {
            for (int end = item.name().indexOf('/'); end >= 0; end = item.name().indexOf('/', end + 1)) {
                String folder = item.name().substring(0, end);
                if (files.contains(folder)) {
                    throw new ArchiveException(folder + " is a file in it, and a folder too");
                }
            }
        }
    }

    /** Refuses a path that is not plain: one that a zip file has, or that is to come into one. */
    static void checkPath(String path, Rules rules) throws ArchiveException {
        if (ABSOLUTE.matcher(path).matches()) {
            throw new ArchiveException(quoted(path) + " is an absolute path");
        }
        List<String> parts = List.of(path.split("[/\\\\]", -1));
        if (parts.contains("..")) {
            throw new ArchiveException(quoted(path) + " leads out of its folder");
        }
        if (path.contains("\\")
                || !parts.stream().allMatch(part -> rules.name().matcher(part).matches())) {
            throw new ArchiveException(quoted(path) + " is no plain path: names are " + rules.nameRule());
        }
        if (path.length() > LONGEST_PATH
                || parts.stream().anyMatch(part -> part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME)) {
            throw new ArchiveException(quoted(path) + " is too long a path, limits are " + LONGEST_PATH
                    + " characters, and " + LONGEST_NAME + " bytes a name");
        }
    }

    /** Text from a stranger in one line, cut short. */
    static String quoted(String path) {
        String line = path.replaceAll("[^ -~]", "?");
        return '"' + (line.length() > 100 ? line.substring(0, 100) + "..." : line) + '"';
    }

    private static void checkKind(Item item) throws ArchiveException {
        switch (item.kind()) {
            case LINK -> throw new ArchiveException(item.name() + " is a symbolic link, must be a file");
            case ODD -> throw new ArchiveException(item.name() + " is neither a file nor a folder");
            case FILE, FOLDER -> {
                if (item.encrypted()) {
                    throw new ArchiveException(item.name() + " is encrypted");
                }
            }
        }
    }

    /** Refuses what takes too much room unpacked. */
    static void checkSize(long bytes, Rules rules) throws ArchiveException {
        if (bytes > rules.bytes()) {
            throw new ArchiveException(
                    String.format(Locale.ROOT, "unpacked it has %,d bytes, limit is %,d", bytes, rules.bytes()));
        }
    }

    /** The paths of all files, as they stand in it. */
    public List<String> files() {
        return items.stream()
                .filter(item -> item.kind() == Kind.FILE)
                .map(Item::name)
                .toList();
    }

    /** The paths of all files and folders; a folder's ends with a slash. */
    List<String> names() {
        return items.stream().map(Item::name).toList();
    }

    /**
     * Unpacks the wanted files into an empty folder.
     *
     * @param wanted told the path of each file
     * @throws ArchiveException where it is damaged, or not what it says that it is
     */
    public void unpack(Path folder, Predicate<String> wanted) throws IOException, ArchiveException {
        try (var zip = new ZipFile(archive.toFile())) {
            for (Item item : items) {
                if (item.kind() == Kind.FILE && wanted.test(item.name())) {
                    unpack(zip, item, file(folder, item.name()));
                }
            }
        } catch (ZipException | EOFException fault) {
            throw new ArchiveException("it is damaged: " + fault.getMessage(), fault);
        }
    }

    /** Where the system's language has no letters but English ones, Java can name no file otherwise. */
    private static Path file(Path folder, String name) throws ArchiveException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException odd) {
            throw new ArchiveException(
                    quoted(name) + " cannot be a file's name on this machine: " + odd.getReason(), odd);
        }
    }

    private static void unpack(ZipFile zip, Item item, Path file) throws IOException, ArchiveException {
        ZipEntry entry = zip.getEntry(item.name());
        if (entry == null) {
            throw new ArchiveException("it is damaged: " + item.name() + " is listed but not there");
        }
        Files.createDirectories(file.getParent());
        try (var input = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            if (copy(input, file, item.size()) != item.size()) {
                throw new ArchiveException(
                        "it is damaged: " + item.name() + " has not the " + item.size() + " bytes that it declares");
            }
            if (input.getChecksum().getValue() != entry.getCrc()) {
                throw new ArchiveException("it is damaged: the checksum (CRC-32) of " + item.name() + " is wrong");
            }
        }
    }

    /** How many bytes there are, of which no more than the limit and a buffer were read. */
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
