package org.weatherinference.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dataset's {@code photos.csv} as it may be changed: one row a photo, with at least {@code path} and {@code label}.
 * Whatever is not changed stays: other columns, the order of rows and columns, line ends and a byte order mark. Nothing
 * is written before {@link #save}, which replaces the file as a whole.
 *
 * <p>Whether rows are right, and their files there, is for {@link Dataset#read} to say. Columns are named without
 * regard to case; spaces around a value do not count. Not thread-safe.
 */
public final class PhotosTable {
    /** Its name in a dataset's folder. */
    public static final String FILE = "photos.csv";

    public static final String PATH = "path";
    public static final String LABEL = "label";
    public static final String SPLIT = "split";
    public static final String SOURCE = "source";
    public static final String LICENCE = "licence";

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final List<String> columns;
    private final List<List<String>> rows;
    private final Map<String, Integer> rowOfPath = new HashMap<>();
    /** What the file held when it was last read or written; empty where there was none. */
    private String known;

    private PhotosTable(Path file, List<String> columns, List<List<String>> rows, String known) {
        this.file = file;
        this.columns = new ArrayList<>(columns);
        this.rows = new ArrayList<>(rows);
        this.known = known;
        for (int row = 0; row < rows.size(); row++) {
            rowOfPath.putIfAbsent(cell(row, PATH), row);
        }
    }

    /**
     * The table of a dataset's folder; where there is none, one that lists each file below a label's folder under that
     * label, and is not there yet.
     *
     * @throws DatasetException where the file is no CSV in UTF-8 with the columns {@code path} and {@code label}, or
     *     the folder no dataset
     */
    public static PhotosTable read(Path folder) throws DatasetException {
        PhotosTable recorded = readIfThere(folder);
        try {
            return recorded == null ? list(folder, folder.resolve(FILE)) : recorded;
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** As {@link #read}, but null where there is none. */
    static @Nullable PhotosTable readIfThere(Path folder) throws DatasetException {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file) ? parse(file, text(file)) : null;
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PhotosTable list(Path folder, Path file) throws IOException, DatasetException {
        List<List<String>> rows = new ArrayList<>();
        for (Entry entry : Dataset.sorted(FolderReader.read(folder))) {
            rows.add(new ArrayList<>(List.of(entry.path(), entry.label())));
        }
        return new PhotosTable(file, List.of(PATH, LABEL), rows, "");
    }

    private static String text(Path file) throws IOException, DatasetException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new DatasetException(file + " is not UTF-8; save it as UTF-8", e);
        }
    }

    private static PhotosTable parse(Path file, String text) throws IOException, DatasetException {
        String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        try (CSVParser parser = CSVParser.parse(plain, FORMAT)) {
            List<List<String>> rows = new ArrayList<>();
            for (CSVRecord row : parser) {
                rows.add(new ArrayList<>(row.toList()));
            }
            List<String> columns = rows.isEmpty() ? List.of() : rows.removeFirst();
            checkColumns(file, columns);
            return new PhotosTable(file, columns, rows, text);
        } catch (UncheckedIOException e) {
            // How Commons CSV reports broken quotes.
            throw new DatasetException(file + " is not a readable CSV file: " + e.getMessage(), e);
        }
    }

    private static void checkColumns(Path file, List<String> columns) throws DatasetException {
        for (String needed : List.of(PATH, LABEL)) {
            if (index(columns, needed) < 0) {
                throw new DatasetException("%s: its first row must name the columns path and label, and it names: %s"
                        .formatted(file, String.join(", ", columns)));
            }
        }
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).strip();
            if (!name.isEmpty() && index(columns, name) != i) {
                throw new DatasetException("%s names the column '%s' twice".formatted(file, name));
            }
        }
    }

    private static int index(List<String> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).strip().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is a file yet. */
    public boolean exists() {
        return !known.isEmpty();
    }

    /** The names of the columns, as written and in their order. */
    public List<String> columns() {
        return List.copyOf(columns);
    }

    /** The paths of all rows, in their order; a path that is listed twice counts where it stands first. */
    public Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        for (int row = 0; row < rows.size(); row++) {
            paths.add(cell(row, PATH));
        }
        return paths;
    }

    /** Whether a photo is listed. */
    public boolean lists(String path) {
        return rowOfPath.containsKey(path);
    }

    /**
     * What is recorded of a photo; empty where nothing is, or where there is no such column.
     *
     * @throws IllegalArgumentException where the photo is not listed
     */
    public String value(String path, String column) {
        return cell(row(path), column);
    }

    /**
     * Records something of a photo; a column that is not there yet comes last.
     *
     * @throws IllegalArgumentException where the photo is not listed, or the label, split or path is none
     */
    public PhotosTable set(String path, String column, String value) {
        int row = row(path);
        check(column, value);
        List<String> cells = rows.get(row);
        int index = column(column);
        while (cells.size() <= index) {
            cells.add("");
        }
        cells.set(index, value);
        if (column.equalsIgnoreCase(PATH)) {
            rowOfPath.remove(path);
            rowOfPath.put(value, row);
        }
        return this;
    }

    /**
     * Adds a row at the end.
     *
     * @throws IllegalArgumentException where the photo is listed already, or the label is none
     */
    public PhotosTable add(String path, String label) {
        check(PATH, path);
        check(LABEL, label);
        List<String> cells = new ArrayList<>();
        columns.forEach(_ -> cells.add(""));
        cells.set(column(PATH), path);
        cells.set(column(LABEL), label);
        rowOfPath.put(path, rows.size());
        rows.add(cells);
        return this;
    }

    private int row(String path) {
        Integer row = rowOfPath.get(path);
        if (row == null) {
            throw new IllegalArgumentException("'%s' is not listed in %s".formatted(path, file));
        }
        return row;
    }

    private void check(String column, String value) {
        if (column.equalsIgnoreCase(LABEL)) {
            String fault = LabelRules.fault(value);
            if (fault != null) {
                throw new IllegalArgumentException(fault);
            }
        }
        if (column.equalsIgnoreCase(SPLIT) && !value.isEmpty() && Split.of(value) == null) {
            throw new IllegalArgumentException("split '%s' is not known".formatted(value));
        }
        if (column.equalsIgnoreCase(PATH) && (value.isBlank() || lists(value))) {
            throw new IllegalArgumentException("'%s' is empty or listed already in %s".formatted(value, file));
        }
    }

    /** The number of a column, made where it is not there; rows with more cells than columns make room. */
    private int column(String name) {
        int index = index(columns, name);
        if (index >= 0) {
            return index;
        }
        int last = columns.size();
        columns.add(name);
        rows.stream().filter(row -> row.size() > last).forEach(row -> row.add(last, ""));
        return last;
    }

    /**
     * Writes the table: beside the old one, to the disk, then in its place.
     *
     * @throws DatasetException where it cannot be written, or another program has changed it since it was read; the
     *     file is then as it was
     */
    public void save() throws DatasetException {
        try {
            if (!(Files.exists(file) ? text(file) : "").equals(known)) {
                throw new DatasetException(
                        file + " was changed by another program meanwhile; nothing was written, so begin again");
            }
            String fresh = csv();
            AtomicFile.write(file, fresh.getBytes(StandardCharsets.UTF_8));
            known = fresh;
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private String csv() throws IOException {
        StringBuilder text = new StringBuilder(known.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "");
        String lineEnd = known.contains("\r\n") ? "\r\n" : "\n";
        try (CSVPrinter printer = new CSVPrinter(
                text, FORMAT.builder().setRecordSeparator(lineEnd).get())) {
            printer.printRecord(columns);
            for (List<String> row : rows) {
                printer.printRecord(row);
            }
        }
        return text.toString();
    }

    /** How many rows there are, the header not counted. */
    int size() {
        return rows.size();
    }

    /** What a row holds in a column; empty where it holds nothing. */
    String cell(int row, String column) {
        int index = index(columns, column);
        List<String> cells = rows.get(row);
        return index < 0 || index >= cells.size() ? "" : cells.get(index).strip();
    }

    /** Where a row stands, for messages; numbered as a spreadsheet does it: the header is row 1. */
    String place(int row) {
        return "%s, row %d: ".formatted(file, row + 2);
    }
}
