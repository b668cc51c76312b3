package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "weather,weather,0",
        "wether,weather,1",
        "'',abc,3",
        "abc,'',3",
        "kitten,sitting,3",
        "ab,ba,2",
        "Port,port,0"
    })
    void mistakes_countsChangedLetters(String from, String to, int mistakes) {
        assertThat(Spelling.mistakes(from, to)).isEqualTo(mistakes);
    }

    @Test
    void nearest_isTheOneWithFewestMistakes() {
        assertThat(Spelling.nearest("wether", List.of("other", "weather", "sun-rain")))
                .contains("weather");
    }

    @Test
    void nearest_isNoneWhenAllAreFar() {
        assertThat(Spelling.nearest("photograph", List.of("weather", "sun-rain")))
                .isEmpty();
    }
}
