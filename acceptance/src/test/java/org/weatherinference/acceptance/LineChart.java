package org.weatherinference.acceptance;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Memory, threads and files over photos, as an SVG picture. */
final class LineChart {
    private static final int LEFT = 60;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 110;
    private static final int ROOM = 40;

    private LineChart() {}

    static String of(List<ProcessFigures> figures) {
        StringBuilder panels = new StringBuilder();
        panel(panels, 0, "Memory, MB", figures, ProcessFigures::megabytes, "#1f6feb");
        panel(panels, 1, "of which Java's objects, MB", figures, ProcessFigures::heap, "#3c873a");
        panel(panels, 2, "Threads", figures, ProcessFigures::threads, "#b08800");
        panel(panels, 3, "Open files and sockets", figures, ProcessFigures::files, "#8b949e");
        int height = 4 * (HEIGHT + ROOM) + 20;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 %d" font-family="sans-serif" font-size="13">
                <title>A server over %d photos</title>
                <rect width="680" height="%d" fill="#fff"/>
                %s</svg>
                """.formatted(height, figures.getLast().photos(), height, panels);
    }

    private static void panel(
            StringBuilder panels,
            int index,
            String title,
            List<ProcessFigures> figures,
            ToLongFunction<ProcessFigures> figure,
            String colour) {
        int top = index * (HEIGHT + ROOM) + 30;
        double most = figures.stream().mapToLong(figure).max().orElse(1) * 1.1;
        int photos = figures.getLast().photos();
        String points = figures.stream()
                .map(at -> String.format(
                        Locale.ROOT,
                        "%.0f,%.0f",
                        LEFT + (double) WIDTH * at.photos() / photos,
                        top + HEIGHT * (1 - figure.applyAsLong(at) / most)))
                .collect(Collectors.joining(" "));
        panels.append("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n".formatted(LEFT, top - 8, title));
        panels.append("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#999\"/>%n"
                .formatted(LEFT, top, top + HEIGHT, LEFT + WIDTH));
        panels.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f</text>%n".formatted(LEFT - 6, top + 12, most / 1.1));
        panels.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>%n".formatted(LEFT - 6, top + HEIGHT));
        panels.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%,d photos</text>%n"
                .formatted(LEFT + WIDTH, top + HEIGHT + 16, photos));
        panels.append(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n".formatted(points, colour));
    }
}
