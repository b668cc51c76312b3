package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Cells in columns: the first one flush left, the others flush right. Used by one thread at a time. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A row more, its cells from the left. */
    public TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /** A row more, its cells from the left. */
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /** Whole lines, each ended. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(width(column) - row.get(column).length());
                line.append(column == 0 ? "" : GAP);
                line.append(column == 0 ? row.get(column) + padding : padding + row.get(column));
            }
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
