package org.weatherinference.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.weatherinference.command.Progress.Task;

class ProgressTest {
    private static final Task PHOTOS = new Task("Classifying", 100, "photos");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, UTF_8);
    private long now = 1_000_000;

    @Test
    void plain_saysNothingOfShortWork() {
        try (Progress progress = new PlainProgress(PHOTOS, out, () -> now)) {
            pass(Duration.ofSeconds(4));
            progress.step(100);
        }
        assertThat(text()).isEmpty();
    }

    @Test
    void plain_saysHowFarAndHowLongStill() {
        try (Progress progress = new PlainProgress(PHOTOS, out, () -> now)) {
            pass(Duration.ofSeconds(10));
            progress.note("loss 0.12");
            progress.step(20);
        }
        assertThat(text())
                .isEqualToIgnoringNewLines("Classifying: 20 of 100 photos, 2.00 a second, 0:00:40 left, loss 0.12");
    }

    @Test
    void plain_writesOneLineEachInterval() {
        try (Progress progress = new PlainProgress(PHOTOS, out, () -> now)) {
            for (int second = 0; second < 17; second++) {
                pass(Duration.ofSeconds(1));
                progress.step(1);
            }
        }
        assertThat(text().lines()).hasSize(3);
    }

    @Test
    void plain_leavesOutWhatIsNotKnown() {
        try (Progress progress = new PlainProgress(new Task("Reading", -1, "photos"), out, () -> now)) {
            pass(Duration.ofSeconds(5));
            progress.step(10);
        }
        assertThat(text()).isEqualToIgnoringNewLines("Reading: 10 photos, 2.00 a second");
    }

    @Test
    void bar_isNotShownForShortWork() {
        try (Progress progress = new BarProgress(PHOTOS, out, () -> now)) {
            pass(Duration.ofMillis(400));
            progress.step(100);
        }
        assertThat(text()).isEmpty();
    }

    @Test
    void bar_showsTaskCountAndNote() {
        try (Progress progress = new BarProgress(PHOTOS, out, () -> now)) {
            pass(Duration.ofSeconds(1));
            progress.step(30);
            progress.note("loss 0.12");
        }
        assertThat(text()).contains("Classifying", "30/100 photos");
    }

    @Test
    void bar_writesAWholeLineAboveItself() {
        try (Progress progress = new BarProgress(PHOTOS, out, () -> now)) {
            pass(Duration.ofSeconds(1));
            progress.step(30);
            progress.line("b.jpg is empty");
        }
        assertThat(text()).contains("\r\u001b[Kb.jpg is empty\n");
    }

    @Test
    void streamOtherThanAStandardOne_isNoTerminal() {
        System.setProperty("weather.terminal.err", "true");
        try {
            assertThat(Terminal.shows(out)).isFalse();
        } finally {
            System.clearProperty("weather.terminal.err");
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private String text() {
        return written.toString(UTF_8);
    }
}
