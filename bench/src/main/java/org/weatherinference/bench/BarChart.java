package org.weatherinference.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Photos a second of every contestant at 4 connections, as an SVG picture. */
final class BarChart {
    private static final int CONNECTIONS = 4;
    private static final int LEFT = 150;
    private static final int LONGEST = 470;
    private static final int BAR = 16;
    private static final int GAP = 26;
    private static final List<String> COLOURS = List.of("#1f6feb", "#3c873a", "#b08800", "#8b949e");

    private BarChart() {}

    static String of(Figures figures) {
        List<String> names = new ArrayList<>(figures.servers());
        names.add(SideBySide.BARE);
        StringBuilder bars = new StringBuilder();
        int y = GAP;
        for (int width : SideBySide.WIDTHS) {
            text(bars, 10, y + 4, width == 4000 ? "12 megapixels" : width + " px", "font-weight=\"bold\"");
            double most = names.stream()
                    .mapToDouble(name -> photosPerSecond(figures, name, width))
                    .filter(value -> !Double.isNaN(value))
                    .max()
                    .orElse(1);
            for (int i = 0; i < names.size(); i++) {
                y += BAR + 4;
                bar(bars, y, names.get(i), photosPerSecond(figures, names.get(i), width), most, COLOURS.get(i));
            }
            y += GAP + 10;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 %d" font-family="sans-serif" font-size="13">
                <title>Photos a second, %d connections</title>
                <rect width="720" height="%d" fill="#fff"/>
                %s</svg>
                """.formatted(y, CONNECTIONS, y, bars);
    }

    private static double photosPerSecond(Figures figures, String name, int width) {
        int connections = name.equals(SideBySide.BARE) ? Runtime.getRuntime().availableProcessors() : CONNECTIONS;
        return figures.median(name, width, connections, Load::photosPerSecond);
    }

    private static void bar(StringBuilder bars, int y, String name, double value, double most, String colour) {
        if (Double.isNaN(value)) {
            return;
        }
        long length = Math.round(value / most * LONGEST);
        text(bars, 10, y + BAR - 3, name, "");
        bars.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n"
                .formatted(LEFT, y, length, BAR, colour));
        text(bars, (int) (LEFT + length + 6), y + BAR - 3, String.format(Locale.ROOT, "%.0f", value), "");
    }

    private static void text(StringBuilder bars, int x, int y, String words, String style) {
        bars.append("<text x=\"%d\" y=\"%d\" %s>%s</text>%n".formatted(x, y, style, words));
    }
}
