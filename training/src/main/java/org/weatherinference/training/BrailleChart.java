package org.weatherinference.training;

import java.util.Arrays;
import java.util.List;
import org.weatherinference.training.Chart.Mark;
import org.weatherinference.training.Chart.Point;
import org.weatherinference.training.Chart.Range;

/** A chart in a terminal of 80 columns: Braille characters, which hold eight dots each, and box drawing. */
final class BrailleChart {
    private static final int LABEL = 8;
    private static final int COLUMNS = 66;
    private static final int ROWS = 12;
    private static final int DOTS_ACROSS = 2;
    private static final int DOTS_DOWN = 4;
    private static final char BLANK = '\u2800';

    /** Bits of the dots of a Braille character: [column][row] (Unicode, chapter 21.1). */
    private static final int[][] BITS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

    private final Chart chart;
    private final Range across;
    private final Range up;
    private final int[][] cells = new int[ROWS][COLUMNS];

    private BrailleChart(Chart chart) {
        this.chart = chart;
        this.across = chart.xRange();
        this.up = chart.yRange();
    }

    /** Whole lines, each ended. */
    static String draw(Chart chart) {
        BrailleChart drawing = new BrailleChart(chart);
        drawing.line();
        return drawing.text();
    }

    private void line() {
        List<Point> points = chart.points();
        dot(dotAcross(points.getFirst()), dotUp(points.getFirst()));
        for (int i = 1; i < points.size(); i++) {
            stroke(points.get(i - 1), points.get(i));
        }
    }

    private void stroke(Point from, Point to) {
        double x = dotAcross(from);
        double y = dotUp(from);
        double width = dotAcross(to) - x;
        double height = dotUp(to) - y;
        int dots = (int) Math.ceil(Math.max(Math.abs(width), Math.abs(height)));
        for (int i = 1; i <= dots; i++) {
            dot(x + width * i / dots, y + height * i / dots);
        }
    }

    private double dotAcross(Point point) {
        return across.place(point.x()) * (DOTS_ACROSS * COLUMNS - 1);
    }

    private double dotUp(Point point) {
        return up.place(point.y()) * (DOTS_DOWN * ROWS - 1);
    }

    private void dot(double x, double y) {
        int column = (int) Math.round(x);
        int row = DOTS_DOWN * ROWS - 1 - (int) Math.round(y);
        cells[row / DOTS_DOWN][column / DOTS_ACROSS] |= BITS[column % DOTS_ACROSS][row % DOTS_DOWN];
    }

    private int column(double x) {
        return (int) Math.round(across.place(x) * (COLUMNS - 1));
    }

    private String text() {
        StringBuilder text = new StringBuilder(chart.title()).append('\n');
        String[] labels = labels();
        for (int row = 0; row < ROWS; row++) {
            text.append(labels[row]).append(labels[row].isBlank() ? '│' : '┤').append(row(row));
            text.append('\n');
        }
        text.append(" ".repeat(LABEL)).append('└').append(axis()).append('\n');
        text.append(" ".repeat(LABEL + 1)).append(ticks()).append('\n');
        for (Mark mark : chart.marks()) {
            text.append(" ".repeat(LABEL + 1)).append(pointer(mark)).append('\n');
        }
        return text.toString();
    }

    private String[] labels() {
        String[] labels = new String[ROWS];
        Arrays.fill(labels, " ".repeat(LABEL));
        for (double tick : up.ticks()) {
            labels[ROWS - 1 - (int) Math.round(up.place(tick) * (ROWS - 1))] =
                    ("%" + (LABEL - 1) + "s ").formatted(Chart.text(tick));
        }
        return labels;
    }

    private String row(int row) {
        char[] line = new char[COLUMNS];
        for (int column = 0; column < COLUMNS; column++) {
            line[column] = cells[row][column] == 0 ? ' ' : (char) (BLANK + cells[row][column]);
        }
        for (Mark mark : chart.marks()) {
            int column = column(mark.x());
            line[column] = line[column] == ' ' ? '┆' : line[column];
        }
        return new String(line).stripTrailing();
    }

    private String axis() {
        char[] line = "─".repeat(COLUMNS).toCharArray();
        across.ticks().forEach(tick -> line[column(tick)] = '┴');
        chart.marks().forEach(mark -> line[column(mark.x())] = '┼');
        return new String(line);
    }

    /**
     * The ticks' values below them, and the axis' name at the right end; what would touch its neighbour is left out.
     */
    private String ticks() {
        StringBuilder line = new StringBuilder();
        int end = COLUMNS - chart.x().name().length() - 1;
        for (double tick : across.ticks()) {
            String value = Chart.text(tick);
            int start = Math.max(0, column(tick) - value.length() / 2);
            if (start >= line.length() + (line.isEmpty() ? 0 : 1) && start + value.length() < end) {
                line.append(" ".repeat(start - line.length())).append(value);
            }
        }
        return line + " ".repeat(end + 1 - line.length()) + chart.x().name();
    }

    /** An arrow to the place, its text on the side that has room. */
    private String pointer(Mark mark) {
        int column = column(mark.x());
        boolean left = column + 2 + mark.text().length() > COLUMNS;
        return left
                ? " ".repeat(Math.max(0, column - 1 - mark.text().length())) + mark.text() + " ↑"
                : " ".repeat(column) + "↑ " + mark.text();
    }
}
