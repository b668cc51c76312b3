package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries by folder: each sub-folder is a label, and every file below it, at any depth, one of its photos. */
final class FolderReader extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Path> strays = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private FolderReader(Path root) {
        this.root = root;
    }

    /** All entries, where nothing is at fault. */
    static List<Entry> read(Path root) throws IOException, DatasetException {
        FolderReader reader = walk(root);
        if (!reader.faults.isEmpty()) {
            throw new DatasetException(reader.faults.getFirst());
        }
        return reader.entries;
    }

    /** The whole folder, whatever is at fault. */
    static FolderReader walk(Path root) throws IOException {
        FolderReader reader = new FolderReader(root);
        Files.walkFileTree(root, reader);
        return reader;
    }

    List<Entry> entries() {
        return entries;
    }

    /** Files beside the labels' folders. */
    List<Path> strays() {
        return strays;
    }

    /** Which folders and files break which rule. */
    List<String> faults() {
        return faults;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (folder.equals(root)) {
            return FileVisitResult.CONTINUE;
        }
        String name = name(folder);
        boolean isLabel = root.equals(folder.getParent());
        if (isLabel ? LabelRules.leftOut(name) : LabelRules.hidden(name)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        return isLabel ? skip(LabelRules.fault(name)) : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (LabelRules.hidden(name(file))) {
            return FileVisitResult.CONTINUE;
        }
        if (attributes.isSymbolicLink()) {
            return skip(file + " is a symbolic link; a dataset's photos must lie in its own folder");
        }
        if (attributes.isRegularFile() && root.equals(file.getParent())) {
            strays.add(file);
        } else if (attributes.isRegularFile()) {
            entries.add(entry(file));
        }
        return FileVisitResult.CONTINUE;
    }

    private Entry entry(Path file) {
        Path path = root.relativize(file);
        String slashed = path.toString().replace(file.getFileSystem().getSeparator(), "/");
        return new Entry(slashed, path.getName(0).toString(), null, Entry.UNKNOWN, Entry.UNKNOWN);
    }

    private FileVisitResult skip(@Nullable String fault) {
        if (fault == null) {
            return FileVisitResult.CONTINUE;
        }
        faults.add(fault);
        return FileVisitResult.SKIP_SUBTREE;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
