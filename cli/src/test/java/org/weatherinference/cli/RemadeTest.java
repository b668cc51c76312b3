package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.RedOrBlue;

class RemadeTest {
    private static Remade.Figures figures(String name, int wrong, double millis, long bytes) {
        double error = wrong / 1000.0;
        Metrics metrics = new Metrics(1000, wrong, error, error, 0.02, 0.9, 0.01, List.of());
        return new Remade.Figures(name, metrics, millis, bytes);
    }

    private static Remade threeMoreWrong() {
        return new Remade(RedOrBlue.draft("b"), figures("a:1", 80, 4, 8_000_000), figures("b", 83, 2, 2_000_000), 7);
    }

    @Test
    void table_hasBothAndTheirDifference() {
        assertThat(threeMoreWrong().table())
                .containsPattern("other answers +7 +of 1000")
                .contains("8.00 %", "8.30 %", "+0.30 points", "of 1000", "2.00 times as fast", "0.25 times as long");
    }

    @Test
    void lossWithinWhatIsAllowed_passes() {
        assertThatCode(() -> threeMoreWrong().checkLoss(0.3)).doesNotThrowAnyException();
    }

    @Test
    void lossAboveWhatIsAllowed_isRefused() {
        assertThatThrownBy(() -> threeMoreWrong().checkLoss(0.2))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(
                        "the error would be 0.30 points higher than that of a:1, more than --most-loss 0.2");
    }
}
