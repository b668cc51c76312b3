package org.weatherinference.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.weatherinference.dataset.Decision.Change;
import org.weatherinference.dataset.Decision.Question;

/**
 * Every decision of every sitting, a row a photo, each on the disk before it counts. Rows are only ever added. While it
 * is open no other process can open it. Used by one thread at a time.
 */
final class CleaningLog implements AutoCloseable {
    private static final List<String> COLUMNS =
            List.of("time", "decision", "photos", "question", "path", "from", "to", "undoes", "model");
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    /** Beyond all content: on Windows what is locked cannot be read by others either. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Decision> standing = new LinkedHashMap<>();

    private CleaningLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static CleaningLog open(Path file) throws DatasetException {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                CleaningLog log = new CleaningLog(file, channel);
                log.lock();
                log.load();
                return log;
            } catch (IOException | DatasetException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be opened, so nothing could be kept: " + e.getMessage(), e);
        }
    }

    /** Until the channel is closed, or the process ends in whatever way. */
    private void lock() throws IOException, DatasetException {
        try {
            if (channel.tryLock(LOCKED, 1, false) != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new DatasetException(inUse(), e);
        }
        throw new DatasetException(inUse());
    }

    private String inUse() {
        return "%s is being cleaned already; go on there, or end that first".formatted(file.getParent());
    }

    private void load() throws IOException, DatasetException {
        String text = text();
        try (CSVParser rows = CSVParser.parse(text, FORMAT)) {
            long whole = take(rows.getRecords(), text.length());
            channel.truncate(text.substring(0, Math.toIntExact(whole)).getBytes(UTF_8).length);
        } catch (UncheckedIOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DatasetException(damaged(String.valueOf(e.getMessage())), e);
        }
        channel.position(channel.size());
        if (text.isEmpty()) {
            append(List.of(COLUMNS));
        }
    }

    /** Up to its last line end: what follows is left of a line whose writing was broken off. */
    private String text() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // On to the end.
        }
        String text = new String(bytes.array(), 0, bytes.position(), UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /**
     * Takes what was written; of what was broken off in the midst of a decision nobody was told that it is kept.
     *
     * @return how many characters are whole decisions
     */
    private long take(List<CSVRecord> rows, int length) throws DatasetException {
        if (!rows.isEmpty() && !rows.getFirst().toList().equals(COLUMNS)) {
            throw new DatasetException(damaged("its first row must be " + String.join(",", COLUMNS)));
        }
        for (int row = 1; row < rows.size(); ) {
            int end = row + Math.max(1, Integer.parseInt(value(rows.get(row), "photos")));
            if (end > rows.size()) {
                return rows.get(row).getCharacterPosition();
            }
            take(rows.subList(row, end));
            row = end;
        }
        return length;
    }

    private void take(List<CSVRecord> rows) {
        String id = value(rows.getFirst(), "decision");
        String undoes = value(rows.getFirst(), "undoes");
        Question question = Question.valueOf(value(rows.getFirst(), "question").toUpperCase(Locale.ROOT));
        List<Change> changes = rows.stream()
                .map(row -> new Change(value(row, "path"), value(row, "from"), value(row, "to")))
                .toList();
        take(new Decision(id, question, changes), undoes);
    }

    private static String value(CSVRecord row, String column) {
        return row.get(COLUMNS.indexOf(column));
    }

    private String damaged(String why) {
        return "%s is damaged (%s); mend it, or move it away, and all photos are to be looked at again"
                .formatted(file, why);
    }

    private void take(Decision decision, String undoes) {
        ids.add(decision.id());
        if (undoes.isEmpty()) {
            standing.put(decision.id(), decision);
        } else {
            standing.remove(undoes);
        }
    }

    /** Whether something of this id was added. */
    boolean holds(String id) {
        return ids.contains(id);
    }

    /** The decisions that were not taken back, in their order. */
    List<Decision> standing() {
        return List.copyOf(standing.values());
    }

    void add(Decision decision, String model) throws DatasetException {
        write(decision, "", model);
    }

    void addUndo(String id, Decision undone, String model) throws DatasetException {
        List<Change> reversed = undone.changes().stream().map(Change::reversed).toList();
        write(new Decision(id, undone.question(), reversed), undone.id(), model);
    }

    private void write(Decision decision, String undoes, String model) throws DatasetException {
        String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        String photos = String.valueOf(decision.changes().size());
        List<List<String>> rows = new ArrayList<>();
        for (Change change : decision.changes()) {
            String question = decision.question().word();
            rows.add(List.of(
                    time, decision.id(), photos, question, change.path(), change.from(), change.to(), undoes, model));
        }
        try {
            append(rows);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be written: " + e.getMessage(), e);
        }
        take(decision, undoes);
    }

    /** All or, where that fails, nothing. */
    private void append(List<List<String>> rows) throws IOException {
        long before = channel.position();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(FORMAT.format(row.toArray())).append('\n');
        }
        try {
            for (ByteBuffer left = ByteBuffer.wrap(text.toString().getBytes(UTF_8)); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        } catch (IOException failure) {
            channel.truncate(before);
            throw failure;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed", e);
        }
    }
}
