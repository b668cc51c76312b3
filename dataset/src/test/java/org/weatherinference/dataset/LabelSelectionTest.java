package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectionTest {
    @Test
    void labels_keepTheirOrder() throws DatasetException {
        assertThat(LabelSelection.parse("sunny,raining").labels()).containsExactly("sunny", "raining");
    }

    @Test
    void text_isReadBack() throws DatasetException {
        assertThat(LabelSelection.parse(" wet = raining + snowy , sunny,grey=cloudy"))
                .hasToString("wet=raining+snowy,sunny,grey=cloudy");
    }

    @Test
    void otherLabels_areLeftOut() throws DatasetException {
        LabelSelection selection = LabelSelection.parse("wet=raining,sunny");
        assertThat(selection.nameOf("raining")).isEqualTo("wet");
        assertThat(selection.nameOf("wet")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,          | '' is not understood (a label must not be empty)",
                "a=b=c       | 'a=b=c' is not understood (one = at most)",
                "a=b+        | 'a=b+' is not understood (a label must not be empty)",
                "a=b,a=c     | 'a=c' is not understood (this name is given twice)",
                "a=b,c=b     | 'c=b' is not understood (label 'b' is used twice)",
                "a+b         | 'a+b' is not understood",
            })
    void wrongText_isNamedByItsPart(String text, String message) {
        assertThatThrownBy(() -> LabelSelection.parse(text))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("labels: " + message)
                .hasMessageEndingWith("write a,b or new=old+old,other");
    }
}
