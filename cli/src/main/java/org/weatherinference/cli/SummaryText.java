package org.weatherinference.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.weatherinference.dataset.DatasetSummary;
import org.weatherinference.dataset.DatasetSummary.Spread;
import org.weatherinference.dataset.PhotosTable;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.model.JsonText;

/** What a dataset holds, in words. */
record SummaryText(DatasetSummary summary) {
    /** Tables, each line with its end. */
    String text() {
        return String.join(
                "\n", labels(), counts(PhotosTable.SOURCE), counts(PhotosTable.LICENCE), counts("format"), sizes());
    }

    /** A column for each split there is. */
    private String labels() {
        Collection<String> splits = splits().keySet();
        TextTable table = new TextTable().row(row("Label", splits, "photos"));
        for (var label : summary.splitsOfLabel().entrySet()) {
            SortedMap<String, Integer> own = label.getValue();
            List<String> cells = splits.stream()
                    .map(split -> String.valueOf(own.getOrDefault(split, 0)))
                    .toList();
            table.row(row(label.getKey(), cells, String.valueOf(sum(own))));
        }
        List<String> sums = splits().values().stream().map(String::valueOf).toList();
        return table.row(row("all", sums, String.valueOf(summary.photos()))).toString();
    }

    private SortedMap<String, Integer> splits() {
        return counted(PhotosTable.SPLIT);
    }

    private SortedMap<String, Integer> counted(String column) {
        SortedMap<String, Integer> counts = summary.counts().get(column);
        if (counts == null) {
            throw new IllegalArgumentException(column);
        }
        return counts;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static List<String> row(String first, Collection<String> others, String last) {
        return Stream.of(Stream.of(first), others.stream(), Stream.of(last))
                .flatMap(cells -> cells)
                .toList();
    }

    /** The most frequent first. */
    private String counts(String column) {
        TextTable table = new TextTable()
                .row(column.substring(0, 1).toUpperCase(Locale.ROOT) + column.substring(1), "photos", "share");
        counted(column).entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(count -> table.row(
                        count.getKey(),
                        String.valueOf(count.getValue()),
                        String.format(Locale.ROOT, "%.1f %%", 100.0 * count.getValue() / summary.photos())));
        return table.toString();
    }

    private String sizes() {
        String table = new TextTable()
                .row("Size", "least", "1/4", "median", "3/4", "greatest")
                .row(row("shorter side, pixels", summary.shorterSide()))
                .row(row("file, bytes", summary.fileSize()))
                .toString();
        return summary.unreadable() == 0
                ? table
                : table + "\n" + summary.unreadable()
                        + " files are no photos that are read: weather dataset check says why\n";
    }

    private static List<String> row(String name, Spread spread) {
        return Stream.concat(Stream.of(name), values(spread).stream().map(String::valueOf))
                .toList();
    }

    private static List<Long> values(Spread spread) {
        return List.of(spread.least(), spread.quarter(), spread.median(), spread.threeQuarters(), spread.greatest());
    }

    /** One object on one line. */
    String json() {
        return JsonText.line(JsonText.object(
                        "photos",
                        summary.photos(),
                        "unreadable",
                        summary.unreadable(),
                        "counts",
                        summary.counts(),
                        "splitsOfLabel",
                        summary.splitsOfLabel(),
                        "shorterSide",
                        values(summary.shorterSide()),
                        "fileSize",
                        values(summary.fileSize())))
                + "\n";
    }
}
