package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Entries by {@code photos.csv}: the rows of the table and no other files. */
final class TableReader {
    private final Path root;
    private final PhotosTable table;
    private final Map<String, Integer> rowOfPath = new HashMap<>();
    private final Set<Path> knownFolders = new HashSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private TableReader(Path root, PhotosTable table) {
        this.root = root;
        this.table = table;
    }

    /** All entries, where nothing is at fault. */
    static List<Entry> read(Path root, PhotosTable table) throws DatasetException {
        TableReader reader = new TableReader(root, table);
        for (int row = 0; row < table.size(); row++) {
            reader.add(row);
        }
        return reader.entries;
    }

    /** The sound rows, whatever is at fault with others. */
    static TableReader readSound(Path root, PhotosTable table) {
        TableReader reader = new TableReader(root, table);
        for (int row = 0; row < table.size(); row++) {
            try {
                reader.add(row);
            } catch (DatasetException e) {
                reader.faults.add(String.valueOf(e.getMessage()));
            }
        }
        return reader;
    }

    List<Entry> entries() {
        return entries;
    }

    /** Which rows break which rule. */
    List<String> faults() {
        return faults;
    }

    private void add(int row) throws DatasetException {
        String label = table.cell(row, PhotosTable.LABEL);
        String path = table.cell(row, PhotosTable.PATH);
        if (LabelRules.leftOut(label)) {
            return;
        }
        String labelFault = LabelRules.fault(label);
        if (labelFault != null) {
            throw fault(row, labelFault);
        }
        checkPath(row, path);
        entries.add(
                new Entry(path, label, split(row), known(row, PhotosTable.SOURCE), known(row, PhotosTable.LICENCE)));
    }

    private void checkPath(int row, String path) throws DatasetException {
        Path file = inside(row, path);
        Integer earlier = rowOfPath.put(path, row);
        if (earlier != null) {
            throw fault(row, "'%s' is listed already in row %d; list each photo once".formatted(path, earlier + 2));
        }
        checkFile(row, file);
    }

    private Path inside(int row, String path) throws DatasetException {
        String rule = "'%s' must be the path of a photo below %s, with forward slashes".formatted(path, root);
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw fault(row, rule);
            }
        }
        try {
            Path relative = Path.of(path);
            if (!path.contains("\\") && !relative.isAbsolute() && relative.getRoot() == null) {
                return root.resolve(relative);
            }
        } catch (InvalidPathException e) {
            throw new DatasetException(table.place(row) + rule, e);
        }
        throw fault(row, rule);
    }

    /** Looks at each file once, and at each folder above it once in all. */
    private void checkFile(int row, Path file) throws DatasetException {
        checkFolder(row, file.getParent());
        if (!attributes(row, file).isRegularFile()) {
            throw fault(row, file + " is not a file");
        }
    }

    private void checkFolder(int row, @Nullable Path folder) throws DatasetException {
        if (folder != null && !folder.equals(root) && knownFolders.add(folder)) {
            checkFolder(row, folder.getParent());
            attributes(row, folder);
        }
    }

    private BasicFileAttributes attributes(int row, Path file) throws DatasetException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                throw fault(row, file + " is a symbolic link; a dataset's photos must lie in its own folder");
            }
            return attributes;
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new DatasetException(table.place(row) + file + " does not exist", e);
        } catch (IOException e) {
            throw new DatasetException(table.place(row) + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable Split split(int row) throws DatasetException {
        String word = table.cell(row, PhotosTable.SPLIT);
        Split split = Split.of(word);
        if (split == null && !word.isEmpty()) {
            throw fault(row, "split '%s' is not known: it is train, valid or left empty".formatted(word));
        }
        return split;
    }

    private String known(int row, String column) {
        String value = table.cell(row, column);
        return value.isEmpty() ? Entry.UNKNOWN : value;
    }

    private DatasetException fault(int row, String rule) {
        return new DatasetException(table.place(row) + rule);
    }
}
