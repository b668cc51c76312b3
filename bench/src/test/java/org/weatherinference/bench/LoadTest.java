package org.weatherinference.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void onlyAnswersOf200_count() throws IOException {
        Load load = Load.parsed("Running 2s test\nfigures 500 100 3 2000000 1500 9000\nRequests/sec: 250\n");
        assertThat(load).isEqualTo(new Load(200, 1.5, 9, 103));
    }

    @Test
    void outputWithoutFigures_isRefused() {
        assertThatThrownBy(() -> Load.parsed("unable to connect"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unable to connect");
    }

    @Test
    void tableShowsMedians_ratios_andWhatFailed() {
        Figures figures = new Figures();
        for (double rate : List.of(300.0, 100.0, 200.0)) {
            figures.addStart(SideBySide.OURS, rate);
            figures.addStart(SideBySide.NODE, rate);
            figures.add(SideBySide.OURS, 500, 4, new Load(rate, 4, 9, 1));
            figures.add(SideBySide.NODE, 500, 4, new Load(rate < 200 ? rate : rate / 4, 8, 19, 0));
        }
        assertThat(PerformancePage.tables(figures, 3))
                .contains("| 500 px | 4 | 200 | 75 | 4.00 | – |")
                .contains("| 500 px | 4 | 4.0 / 9.0 | 8.0 / 19.0 | – |")
                .contains("| Requests not answered with 200 | 3 | 0 |");
        assertThat(BarChart.of(figures)).contains(">200</text>", ">75</text>");
    }
}
