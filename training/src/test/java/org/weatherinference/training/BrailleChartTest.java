package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.weatherinference.training.Chart.Axis;
import org.weatherinference.training.Chart.Mark;
import org.weatherinference.training.Chart.Point;

class BrailleChartTest {
    private static Chart chart(boolean logarithmic, List<Mark> marks, Point... points) {
        return new Chart("title", new Axis("rate", logarithmic), new Axis("loss", false), List.of(points), marks);
    }

    @Test
    void lineThatRises_goesFromBottomLeftToTopRight() {
        List<String> lines = BrailleChart.draw(chart(false, List.of(), new Point(0, 0), new Point(10, 4)))
                .lines()
                .toList();
        assertThat(lines.get(0)).isEqualTo("title");
        assertThat(lines.get(1))
                .startsWith("      4 ┤")
                .matches(".*[\u2801-\u28ff]")
                .hasSize(75);
        assertThat(lines.get(12)).startsWith("      0 ┤\u28c0");
        assertThat(lines.get(14)).contains("0", "2", "4", "6", "8").endsWith("rate");
    }

    @Test
    void everyLine_fitsInto80Columns() {
        Chart chart = chart(
                true,
                List.of(new Mark(0.9, "suggestion: 0.9"), new Mark(1.1e-5, "suggestion: 1.1E-5")),
                IntStream.range(0, 100)
                        .mapToObj(i -> new Point(1e-5 * Math.pow(1e5, i / 99.0), Math.sin(i) * 1e-4))
                        .toArray(Point[]::new));
        assertThat(BrailleChart.draw(chart).lines())
                .hasSize(17)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.endsWith("suggestion: 0.9 ↑"))
                .anyMatch(line -> line.strip().startsWith("↑ suggestion: 1.1E-5"));
    }

    @Test
    void onePoint_isDrawn() {
        assertThat(BrailleChart.draw(chart(false, List.of(), new Point(1, 0.5))))
                .containsPattern("[\u2801-\u28ff]");
    }

    @Test
    void logarithmicAxis_namesPowersOfTen() {
        assertThat(BrailleChart.draw(chart(true, List.of(), new Point(1e-5, 1), new Point(1, 2))))
                .contains("1e-5", "1e-4", "0.001", "0.01", "0.1");
    }
}
