package org.weatherinference.delivery;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One layer of an image, or part of a distribution: some of the files below its root, all of the same owner and time,
 * so that the same files give the same layer. Not safe to share.
 *
 * @param name for people
 * @param root of the image, while it is put together
 * @param paths in the image, which begin with a slash, and their permissions
 */
record Layer(String name, Path root, SortedMap<String, FilePermissions> paths) {
    /** A second after the epoch, as Jib has it: some tools take 0 for no time at all. */
    static final FileTime TIME = FileTime.from(FileEntriesLayer.DEFAULT_MODIFICATION_TIME);

    private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");
    private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
    private static final FilePermissions WRITABLE = FilePermissions.fromOctalString("777");

    Layer(String name, Path root) {
        this(name, root, new TreeMap<>());
    }

    /** Where something of the image lies while it is put together. */
    Path place(String path) {
        return root.resolve(path.substring(1));
    }

    void copy(Path file, String path) throws IOException {
        Files.copy(file, parentMade(path));
        take(path);
    }

    void write(String path, String text) throws IOException {
        Files.writeString(parentMade(path), text, StandardCharsets.UTF_8);
        take(path);
    }

    /** A folder that any user may write to, where the root is not read-only or something is mounted there. */
    void open(String path) throws IOException {
        Files.createDirectories(place(path));
        paths.put(path, WRITABLE);
    }

    /** A folder to mount something at. */
    void mountPoint(String path) throws IOException {
        Files.createDirectories(place(path));
        paths.put(path, EXECUTABLE);
    }

    Path parentMade(String path) throws IOException {
        Path place = place(path);
        Files.createDirectories(place.resolveSibling(""));
        return place;
    }

    /** Takes what was put there, be it a file or a folder of them. */
    void take(String path) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(place(path))) {
            all = tree.filter(found -> !Files.isDirectory(found)).toList();
        }
        for (Path file : all) {
            replaceLink(file);
            boolean executable = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
            // Java's AOT cache knows its jars by their times.
            Files.setLastModifiedTime(file, TIME);
            paths.put("/" + root.relativize(file), executable ? EXECUTABLE : READABLE);
        }
    }

    /** Layers made by Jib know no links. */
    private static void replaceLink(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            Path target = file.toRealPath();
            Files.delete(file);
            Files.copy(target, file);
        }
    }

    /** Of its files together. */
    long bytes() throws IOException {
        long sum = 0;
        for (String path : paths.keySet()) {
            sum += Files.isDirectory(place(path)) ? 0 : Files.size(place(path));
        }
        return sum;
    }

    FileEntriesLayer entries() {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        for (Map.Entry<String, FilePermissions> path : paths.entrySet()) {
            layer.addEntry(place(path.getKey()), AbsoluteUnixPath.get(path.getKey()), path.getValue());
        }
        return layer.build();
    }
}
