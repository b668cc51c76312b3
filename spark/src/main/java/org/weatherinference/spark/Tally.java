package org.weatherinference.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.weatherinference.model.ProblemType;

/** How many photos got which label, or which error. Not safe to share between threads. */
final class Tally {
    private static final String LABEL = "label ";
    private static final String ERROR = "error ";

    private final Map<String, Long> counts = new LinkedHashMap<>();

    /** The rows, counted as they pass by. */
    static Dataset<Row> observed(Dataset<Row> rows, List<String> labels, Observation counts) {
        Column[] columns = Stream.concat(
                        labels.stream()
                                .map(label ->
                                        count_if(col("label").equalTo(label)).as(LABEL + label)),
                        Arrays.stream(ProblemType.values())
                                .map(ProblemType::word)
                                .map(type -> count_if(col("error.type").equalTo(type))
                                        .as(ERROR + type)))
                .toArray(Column[]::new);
        return rows.observe(counts, columns[0], Arrays.copyOfRange(columns, 1, columns.length));
    }

    /** Waits for the rows to have passed. */
    void add(Observation observed) throws InterruptedException {
        observed.getAsJava().forEach((name, count) -> counts.merge(name, ((Number) count).longValue(), Long::sum));
    }

    long photos() {
        return count("");
    }

    long failed() {
        return count(ERROR);
    }

    private long count(String kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** A line for each label and each kind of error that there was, most frequent first. */
    List<String> lines() {
        return Stream.of(LABEL, ERROR).flatMap(this::lines).toList();
    }

    private Stream<String> lines(String kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind) && entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> String.format(
                        Locale.ROOT,
                        "  %,12d  %s",
                        entry.getValue(),
                        kind.equals(LABEL) ? entry.getKey().substring(LABEL.length()) : entry.getKey()));
    }
}
