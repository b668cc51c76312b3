package org.weatherinference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is installed takes on a disk. */
final class DiskUse {
    private DiskUse() {}

    /** Of all files below these folders; links are not followed. */
    static double megabytes(List<Path> folders) throws IOException {
        long bytes = 0;
        for (Path folder : folders) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path file : tree.toList()) {
                    bytes += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
                }
            }
        }
        return bytes / 1e6;
    }
}
