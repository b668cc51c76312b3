package org.weatherinference.training;

import java.util.Locale;
import java.util.stream.Collectors;
import org.weatherinference.training.Chart.Mark;
import org.weatherinference.training.Chart.Range;

/** A chart as an SVG 1.1 file that stands on its own, readable on light and dark pages. */
final class SvgChart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = WIDTH - 20;
    private static final int TOP = 44;
    private static final int BOTTOM = HEIGHT - 52;

    private final Chart chart;
    private final Range across;
    private final Range up;
    private final StringBuilder svg = new StringBuilder();

    private SvgChart(Chart chart) {
        this.chart = chart;
        this.across = chart.xRange();
        this.up = chart.yRange();
    }

    static String draw(Chart chart) {
        SvgChart drawing = new SvgChart(chart);
        drawing.frame();
        chart.marks().forEach(drawing::mark);
        drawing.line();
        return drawing.svg.append("</svg>\n").toString();
    }

    private void frame() {
        add("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" \
                role="img">
                <title>%s</title>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                """, WIDTH, HEIGHT, escaped(chart.title()));
        text(LEFT, 24, "start", "#222222", chart.title());
        for (double tick : across.ticks()) {
            rule(x(tick), TOP, x(tick), BOTTOM);
            text(x(tick), BOTTOM + 18, "middle", "#555555", Chart.text(tick));
        }
        for (double tick : up.ticks()) {
            rule(LEFT, y(tick), RIGHT, y(tick));
            text(LEFT - 8, y(tick) + 4, "end", "#555555", Chart.text(tick));
        }
        text((LEFT + RIGHT) / 2.0, HEIGHT - 12, "middle", "#222222", chart.x().name());
        add(
                "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\" fill=\"#222222\">%s</text>\n",
                (TOP + BOTTOM) / 2, escaped(chart.y().name()));
    }

    private void rule(double fromX, double fromY, double toX, double toY) {
        add("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#dddddd\"/>\n", fromX, fromY, toX, toY);
    }

    private void mark(Mark mark) {
        double x = x(mark.x());
        add("<path d=\"M%.1f %dV%d\" stroke=\"#c2410c\" stroke-dasharray=\"5 4\"/>\n", x, TOP, BOTTOM);
        boolean left = across.place(mark.x()) > 0.5;
        text(left ? x - 6 : x + 6, TOP + 14, left ? "end" : "start", "#c2410c", mark.text());
    }

    private void line() {
        String points = chart.points().stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.x()), y(point.y())))
                .collect(Collectors.joining(" "));
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"#1d4ed8\" stroke-width=\"2\"/>\n", points);
    }

    private void text(double x, double y, String anchor, String colour, String text) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
                x, y, anchor, colour, escaped(text));
    }

    private double x(double value) {
        return LEFT + across.place(value) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - up.place(value) * (BOTTOM - TOP);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
