package org.weatherinference.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRulesTest {
    @ParameterizedTest
    @CsvSource({"1/s, 1", "60/min, 60", "1000000/h, 3600"})
    void rate_isReadAndWrittenTheSame(String text, long seconds) throws StateException {
        Rate rate = Rate.parse(text);
        assertThat(rate).hasToString(text);
        assertThat(rate.time()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "60/", "0/s", "1000001/s", "-1/s", "1/d", "1 /s", "1/S", "99999999999/s", "٣/s"})
    void badRate_isRefused(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessage("the rate is \"" + text
                        + "\", must be a number from 1 to 1000000 and its time, s, min or h, such as 60/min");
    }

    @Test
    void rights_areReadInAnyOrder() throws StateException {
        assertThat(Right.words(Right.parse("manage, classify"))).isEqualTo("classify,manage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "read", "classify,", "classify;train", "CLASSIFY"})
    void badRights_areRefused(String text) {
        assertThatThrownBy(() -> Right.parse(text))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageStartingWith("the rights are \"" + text
                        + "\", must be some of classify,feedback,train,manage, separated by commas; \"");
    }

    @Test
    void rightOfANewerProgram_grantsNothing() {
        assertThat(Right.ofRow("train,fly")).containsExactly(Right.TRAIN);
    }

    @ParameterizedTest
    @CsvSource({"1h, 1", "90d, 2160", "2w, 336"})
    void lifetime_isRead(String text, long hours) throws StateException {
        assertThat(Lifetime.parse(text)).isEqualTo(Duration.ofHours(hours));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "90", "d", "3661d", "-1d", "1y", "1.5h", "999999w"})
    void badLifetime_isRefused(String text) {
        assertThatThrownBy(() -> Lifetime.parse(text))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageStartingWith("the time is \"" + text + "\", must be ");
    }
}
