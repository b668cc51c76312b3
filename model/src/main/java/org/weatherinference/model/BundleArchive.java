package org.weatherinference.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A bundle as one zip file, its files at the top. What is read may come from anywhere. */
final class BundleArchive {
    private static final int MAX_DEPTH = 2;
    private static final ZipContent.Rules RULES = new ZipContent.Rules(
            1000,
            BundleStore.MAX_BYTES,
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_])?"),
            "letters, digits, dots, hyphens and underscores, at most 100");
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
                    ZipContent.checkPath(path, RULES);
                    write(bundle.folder().resolve(path), path, zip);
                }
            }
            ZipContent.checkSize(Files.size(unfinished), RULES);
            Folders.sync(unfinished);
            Files.move(unfinished, file);
        } catch (ArchiveException refusal) {
            throw refused(refusal);
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
        try {
            ZipContent content = ZipContent.read(archive, RULES);
            checkTop(Set.copyOf(content.names()));
            content.unpack(folder, _ -> true);
        } catch (ArchiveException refusal) {
            throw refused(refusal);
        }
    }

    private static BundleException refused(ArchiveException refusal) {
        return new BundleException(String.valueOf(refusal.getMessage()), refusal);
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
                throw new BundleException(
                        ZipContent.quoted(name) + " lies in a folder within a folder, where one is the limit");
            }
        }
    }
}
