package org.weatherinference.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of URLs: a table (CSV with commas, semicolons or tabs) whose first row names the columns, or plain text
 * with one URL a line, which is what a file is taken for whose first line is a URL.
 */
public final class UrlList {
    private static final List<String> URL_COLUMNS =
            List.of("url", "image_url", "imageurl", "photo_url", "photourl", "image", "photo", "link", "href", "src");
    private static final List<String> LICENCE_COLUMNS = List.of(PhotosTable.LICENCE, "license");

    private final Path file;
    private final @Nullable String label;
    private final List<CSVRecord> rows;
    private final List<String> names;
    private final Map<String, Integer> columns;

    private UrlList(Path file, @Nullable String label, CSVParser parser) {
        this.file = file;
        this.label = label;
        rows = parser.getRecords();
        names = parser.getHeaderNames();
        columns = parser.getHeaderMap();
    }

    /**
     * Reads a list. Blank lines and rows without a URL are passed over.
     *
     * @param column the column of URLs; null for one named as such, else the one that holds most
     * @param label of all photos; null where a column {@code label} gives it
     * @throws DatasetException naming the file and what is missing
     */
    public static List<Wanted> read(Path file, @Nullable String column, @Nullable String label)
            throws DatasetException {
        String text = text(file);
        return isUrl(text) ? lines(file, text, label) : table(file, text, label).wanted(column);
    }

    private static String text(Path file) throws DatasetException {
        try {
            String text = Files.readString(file);
            return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        } catch (CharacterCodingException e) {
            throw new DatasetException(file + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isUrl(String text) {
        return text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8);
    }

    private static List<Wanted> lines(Path file, String text, @Nullable String label) throws DatasetException {
        if (label == null) {
            throw new DatasetException(file + " is a plain list of URLs; say with --label which label they have");
        }
        String checked = checked(file.toString(), label);
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> new Wanted(line, checked, "", ""))
                .toList();
    }

    private static UrlList table(Path file, String text, @Nullable String label) throws DatasetException {
        String header = text.lines().findFirst().orElse("");
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter(header))
                .setHeader()
                .setSkipHeaderRecord(true)
                .setAllowMissingColumnNames(true)
                .setIgnoreHeaderCase(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            return new UrlList(file, label, parser);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new DatasetException(file + " is not a readable CSV file: " + e.getMessage(), e);
        }
    }

    private static char delimiter(String header) {
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            best = count(header, candidate) > count(header, best) ? candidate : best;
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(character -> character == wanted).count();
    }

    private List<Wanted> wanted(@Nullable String asked) throws DatasetException {
        int urls = asked == null ? urlColumn() : named(asked);
        Integer labels = columns.get(PhotosTable.LABEL);
        if (label == null && labels == null) {
            throw new DatasetException(
                    "%s has no column label; say with --label which label its photos have".formatted(file));
        }
        List<Wanted> wanted = new ArrayList<>();
        for (CSVRecord row : rows) {
            String url = cell(row, urls);
            if (!url.isEmpty()) {
                String own = label == null && labels != null ? cell(row, labels) : String.valueOf(label);
                wanted.add(new Wanted(
                        url,
                        checked("%s, row %d".formatted(file, row.getRecordNumber() + 1), own),
                        first(row, List.of(PhotosTable.SOURCE)),
                        first(row, LICENCE_COLUMNS)));
            }
        }
        return wanted;
    }

    private int named(String column) throws DatasetException {
        Integer index = columns.get(column);
        if (index == null) {
            throw new DatasetException("%s has no column '%s', it has: %s%s"
                    .formatted(file, column, String.join(", ", names), Nearest.hint(column, names)));
        }
        return index;
    }

    /** By its name, where it holds a URL at all, else the one that holds most. */
    private int urlColumn() throws DatasetException {
        for (String name : URL_COLUMNS) {
            Integer index = columns.get(name);
            if (index != null && urls(index) > 0) {
                return index;
            }
        }
        int width = rows.stream().mapToInt(CSVRecord::size).max().orElse(0);
        int most = IntStream.range(0, width)
                .boxed()
                .max((one, other) -> Long.compare(urls(one), urls(other)))
                .orElse(0);
        if (urls(most) == 0) {
            throw new DatasetException("%s has no column of URLs that begin with http:// or https://, it has: %s"
                    .formatted(file, String.join(", ", names)));
        }
        return most;
    }

    private long urls(int column) {
        return rows.stream().filter(row -> isUrl(cell(row, column))).count();
    }

    private String first(CSVRecord row, List<String> names) {
        for (String name : names) {
            Integer index = columns.get(name);
            if (index != null && !cell(row, index).isEmpty()) {
                return cell(row, index);
            }
        }
        return "";
    }

    private static String cell(CSVRecord row, int index) {
        return index < row.size() ? row.get(index) : "";
    }

    private static String checked(String place, String label) throws DatasetException {
        String lower = label.toLowerCase(Locale.ROOT);
        String fault = LabelRules.leftOut(lower) ? "'%s' is never a label".formatted(label) : LabelRules.fault(label);
        if (fault != null) {
            throw new DatasetException(place + ": " + fault);
        }
        return label;
    }
}
