package org.weatherinference.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.jspecify.annotations.Nullable;

/** Entries by {@code photos.csv}: the rows of the table and no other files. */
final class TableReader {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .setIgnoreHeaderCase(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private final Path root;
    private final Path table;
    private final Map<String, Long> rowOfPath = new HashMap<>();
    private final Set<Path> knownFolders = new HashSet<>();
    private final List<Entry> entries = new ArrayList<>();

    private TableReader(Path root, Path table) {
        this.root = root;
        this.table = table;
    }

    static List<Entry> read(Path root, Path table) throws IOException, DatasetException {
        TableReader reader = new TableReader(root, table);
        try (CSVParser rows = CSVParser.parse(reader.text(), FORMAT)) {
            reader.checkHeader(rows.getHeaderNames());
            for (CSVRecord row : rows) {
                reader.add(row);
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            // How Commons CSV reports broken quotes and a header that names a column twice.
            throw new DatasetException(table + " is not a readable CSV file: " + e.getMessage(), e);
        }
        return reader.entries;
    }

    private String text() throws IOException, DatasetException {
        try {
            String text = Files.readString(table);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new DatasetException(table + " is not UTF-8; save it as UTF-8", e);
        }
    }

    private void checkHeader(List<String> names) throws DatasetException {
        for (String needed : List.of("path", "label")) {
            if (names.stream().noneMatch(needed::equalsIgnoreCase)) {
                throw new DatasetException("%s: its first row must name the columns path and label, and it names: %s"
                        .formatted(table, String.join(", ", names)));
            }
        }
    }

    private void add(CSVRecord row) throws DatasetException {
        String label = value(row, "label", "");
        String path = value(row, "path", "");
        if (LabelRules.leftOut(label)) {
            return;
        }
        String labelFault = LabelRules.fault(label);
        if (labelFault != null) {
            throw fault(row, labelFault);
        }
        checkPath(row, path);
        entries.add(new Entry(
                path, label, split(row), value(row, "source", Entry.UNKNOWN), value(row, "licence", Entry.UNKNOWN)));
    }

    private void checkPath(CSVRecord row, String path) throws DatasetException {
        Path file = inside(row, path);
        Long earlier = rowOfPath.put(path, row.getRecordNumber());
        if (earlier != null) {
            throw fault(row, "'%s' is listed already in row %d; list each photo once".formatted(path, earlier + 1));
        }
        checkFile(row, file);
    }

    private Path inside(CSVRecord row, String path) throws DatasetException {
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
            throw new DatasetException(place(row) + rule, e);
        }
        throw fault(row, rule);
    }

    /** Looks at each file once, and at each folder above it once in all. */
    private void checkFile(CSVRecord row, Path file) throws DatasetException {
        checkFolder(row, file.getParent());
        if (!attributes(row, file).isRegularFile()) {
            throw fault(row, file + " is not a file");
        }
    }

    private void checkFolder(CSVRecord row, @Nullable Path folder) throws DatasetException {
        if (folder != null && !folder.equals(root) && knownFolders.add(folder)) {
            checkFolder(row, folder.getParent());
            attributes(row, folder);
        }
    }

    private BasicFileAttributes attributes(CSVRecord row, Path file) throws DatasetException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                throw fault(row, file + " is a symbolic link; a dataset's photos must lie in its own folder");
            }
            return attributes;
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new DatasetException(place(row) + file + " does not exist", e);
        } catch (IOException e) {
            throw new DatasetException(place(row) + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable Split split(CSVRecord row) throws DatasetException {
        String word = value(row, "split", "");
        if (word.isEmpty()) {
            return null;
        }
        for (Split split : Split.values()) {
            if (split.word().equalsIgnoreCase(word)) {
                return split;
            }
        }
        throw fault(row, "split '%s' is not known: it is train, valid or left empty".formatted(word));
    }

    private static String value(CSVRecord row, String column, String fallback) {
        String value = row.isSet(column) ? row.get(column) : "";
        return value.isEmpty() ? fallback : value;
    }

    private DatasetException fault(CSVRecord row, String rule) {
        return new DatasetException(place(row) + rule);
    }

    /** Rows are numbered as a spreadsheet does it: the header is row 1. */
    private String place(CSVRecord row) {
        return "%s, row %d: ".formatted(table, row.getRecordNumber() + 1);
    }
}
