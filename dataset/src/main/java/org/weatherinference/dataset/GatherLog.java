package org.weatherinference.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * {@code gathered.csv} in a dataset's folder: one line for each URL that was tried, added as it happens, so that a run
 * that was cut off can be gone on with. The last line about a URL counts. Safe to share between threads; whoever opens
 * it closes it.
 */
final class GatherLog implements AutoCloseable {
    static final String FILE = "gathered.csv";

    private static final List<String> COLUMNS =
            List.of("url", "label", "outcome", "path", "source", "licence", "when", "reason");
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

    /** What came of a URL. */
    enum Outcome {
        /** The photo is there, from this URL or another. */
        KEPT,
        /** It will not do better next time. */
        FAILED,
        /** It may do better next time. */
        DELAYED
    }

    /**
     * One line.
     *
     * @param path below the dataset's folder; empty where there is no photo
     * @param reason why there is none; empty where there is one
     */
    record Line(Wanted wanted, Outcome outcome, String path, String when, String reason) {}

    private final Map<String, Line> lines;
    private final Writer writer;

    private GatherLog(Map<String, Line> lines, Writer writer) {
        this.lines = lines;
        this.writer = writer;
    }

    static GatherLog open(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        boolean fresh = !Files.exists(file);
        Map<String, Line> lines = fresh ? Map.of() : read(file);
        Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        GatherLog log = new GatherLog(new LinkedHashMap<>(lines), writer);
        if (fresh) {
            log.write(COLUMNS);
        } else if (!Files.readString(file).endsWith("\n")) {
            writer.write("\n");
        }
        return log;
    }

    /** Line by line, so that one that was cut off spoils no other. */
    private static Map<String, Line> read(Path file) throws IOException {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (String text : Files.readAllLines(file)) {
            try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
                for (CSVRecord row : parser) {
                    add(lines, row);
                }
            } catch (UncheckedIOException e) {
                // A line that was cut off: its URL is tried again.
            }
        }
        return lines;
    }

    private static void add(Map<String, Line> lines, CSVRecord row) {
        for (Outcome outcome : Outcome.values()) {
            if (row.size() == COLUMNS.size() && outcome.name().equalsIgnoreCase(row.get(2))) {
                Wanted wanted = new Wanted(row.get(0), row.get(1), row.get(4), row.get(5));
                lines.put(wanted.url(), new Line(wanted, outcome, row.get(3), row.get(6), row.get(7)));
            }
        }
    }

    /** The last line about each URL, in the order in which they were first tried. */
    synchronized Map<String, Line> lines() {
        return new LinkedHashMap<>(lines);
    }

    synchronized void add(Line line) {
        lines.put(line.wanted().url(), line);
        Wanted wanted = line.wanted();
        write(List.of(
                wanted.url(),
                wanted.label(),
                line.outcome().name().toLowerCase(Locale.ROOT),
                line.path(),
                wanted.source(),
                wanted.licence(),
                line.when(),
                line.reason()));
    }

    /** A line break within a cell would make two lines of it. */
    private void write(List<String> cells) {
        try {
            writer.write(FORMAT.format(
                    cells.stream().map(cell -> cell.replaceAll("\\R", " ")).toArray()));
            writer.write("\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
