package org.weatherinference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Puts figures into {@code docs/performance.md}, between two marks, and draws them. */
final class PerformancePage {
    private static final String BEGIN = "<!-- figures: written by bench/peers/run -->";
    private static final String END = "<!-- end of figures -->";
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private PerformancePage() {}

    static void write(Path root, Figures figures, int rounds) throws IOException {
        Path page = root.resolve("docs/performance.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        Files.writeString(
                page, text.substring(0, begin) + "\n\n" + tables(figures, rounds) + "\n" + text.substring(end));
        Files.writeString(root.resolve("docs/images/performance.svg"), BarChart.of(figures));
    }

    static String tables(Figures figures, int rounds) {
        StringBuilder text = new StringBuilder();
        text.append("Measured on %s: %s, %d cores, %s. Medians of %d rounds, also of their ratios.%n%n"
                .formatted(LocalDate.now(ZoneOffset.UTC), processor(), CORES, System.getProperty("os.name"), rounds));
        photosPerSecond(text, figures);
        waiting(text, figures);
        costs(text, figures);
        return text.toString();
    }

    private static void photosPerSecond(StringBuilder text, Figures figures) {
        text.append("| Photos/s | connections |");
        figures.servers().forEach(name -> text.append(' ').append(name).append(" |"));
        text.append(" ours / Node | ours / bare engine |\n|---|---:|");
        text.append("---:|".repeat(figures.servers().size() + 2)).append('\n');
        for (int width : SideBySide.WIDTHS) {
            for (int connections : SideBySide.CONNECTIONS) {
                text.append("| ")
                        .append(photo(width))
                        .append(" | ")
                        .append(connections)
                        .append(" |");
                for (String name : figures.servers()) {
                    text.append(number(" %.0f |", figures.median(name, width, connections, Load::photosPerSecond)));
                }
                double node = figures.ratio(SideBySide.OURS, width, connections, SideBySide.NODE, connections);
                double bare = figures.ratio(SideBySide.OURS, width, connections, SideBySide.BARE, CORES);
                text.append(number(" %.2f |", node))
                        .append(number(" %.2f |", bare))
                        .append('\n');
            }
        }
        text.append("\nThe bare engine, decoding and ONNX Runtime on ")
                .append(CORES)
                .append(" threads without HTTP:");
        for (int width : SideBySide.WIDTHS) {
            text.append(number(" %.0f", figures.median(SideBySide.BARE, width, CORES, Load::photosPerSecond)))
                    .append(" (")
                    .append(photo(width))
                    .append(width == SideBySide.WIDTHS.getLast() ? ").\n\n" : "),");
        }
    }

    private static void waiting(StringBuilder text, Figures figures) {
        text.append("| Milliseconds, median / 99 % | connections |");
        figures.servers().forEach(name -> text.append(' ').append(name).append(" |"));
        text.append(" bare engine, 1 thread |\n|---|---:|")
                .append("---:|".repeat(figures.servers().size() + 1))
                .append('\n');
        for (int width : SideBySide.WIDTHS) {
            for (int connections : SideBySide.CONNECTIONS) {
                text.append("| ")
                        .append(photo(width))
                        .append(" | ")
                        .append(connections)
                        .append(" |");
                for (String name : figures.servers()) {
                    text.append(number(" %.1f /", figures.median(name, width, connections, Load::median)))
                            .append(number(" %.1f |", figures.median(name, width, connections, Load::p99)));
                }
                double bare = connections == 1 ? figures.median(SideBySide.BARE, width, 1, Load::median) : Double.NaN;
                text.append(number(" %.1f |", bare)).append('\n');
            }
        }
        text.append('\n');
    }

    private static void costs(StringBuilder text, Figures figures) {
        text.append("| |");
        figures.servers().forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n|---|").append("---:|".repeat(figures.servers().size())).append('\n');
        List<Row> rows = List.of(
                new Row("Start to first answer, ms", figures::start),
                new Row("Memory of all processes after 64 connections, MB", figures::memory),
                new Row("Files, MB", figures::disk),
                new Row("Requests not answered with 200", figures::failed));
        for (Row row : rows) {
            text.append("| ").append(row.name()).append(" |");
            figures.servers()
                    .forEach(name -> text.append(number(" %.0f |", row.figure().applyAsDouble(name))));
            text.append('\n');
        }
        text.append(number("%n`weather classify` of one photo, the whole process: %.0f ms.%n", figures.command()));
    }

    private record Row(String name, ToDoubleFunction<String> figure) {}

    /** Nothing where there is no figure. */
    private static String number(String format, double value) {
        return String.format(Locale.ROOT, Double.isNaN(value) ? format.replaceAll("%\\.\\df", "–") : format, value);
    }

    private static String photo(int width) {
        return width == 4000 ? "12 megapixels" : width + " px";
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }
}
