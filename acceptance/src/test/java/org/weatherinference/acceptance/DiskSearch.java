package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Looks through all files below a folder, and into archives among them, for some bytes. */
final class DiskSearch {
    private final String wanted;
    private final List<String> found = new ArrayList<>();

    private DiskSearch(byte[] wanted) {
        this.wanted = new String(wanted, ISO_8859_1);
    }

    /** The files that have these bytes in them; within an archive after a {@code !}. */
    static List<String> filesWith(byte[] wanted, Path folder) throws IOException {
        DiskSearch search = new DiskSearch(wanted);
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) tree::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    search.file(file, folder.relativize(file).toString());
                }
            }
        }
        return search.found;
    }

    private void file(Path file, String name) throws IOException {
        try {
            bytes(name, Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            // A server that runs deletes files too.
        }
    }

    private void bytes(String name, byte[] bytes) throws IOException {
        String text = new String(bytes, ISO_8859_1);
        if (text.contains(wanted)) {
            found.add(name);
        }
        if (text.startsWith("PK\u0003\u0004")) {
            zip(name, bytes);
        } else if (text.startsWith("\u001f\u008b\b")) {
            try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes(name + "!", packed.readAllBytes());
            }
        }
    }

    private void zip(String name, byte[] bytes) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                bytes(name + "!" + entry.getName(), zip.readAllBytes());
            }
        }
    }
}
