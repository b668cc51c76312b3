package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    @Test
    void seconds_areTaken() {
        assertThat(RetryAfter.parse(" 90 ")).contains(Duration.ofSeconds(90));
    }

    @Test
    void date_isCountedFromNow() {
        String date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(100).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(RetryAfter.parse(date).orElseThrow()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
    }

    @Test
    void pastDate_isNoWait() {
        assertThat(RetryAfter.parse("Fri, 31 Dec 1999 23:59:59 GMT")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "99999999999999999999", "1.5"})
    void anythingElse_isNothing(String value) {
        assertThat(RetryAfter.parse(value)).isEmpty();
    }
}
