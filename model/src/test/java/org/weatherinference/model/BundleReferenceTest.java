package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleReferenceTest {
    @Test
    void nameAlone_isLatest() throws BundleException {
        assertThat(BundleReference.parse("sun-rain")).isEqualTo(new BundleReference("sun-rain", "latest"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", "a:0", "a:01", "a:1:2", "a:", "A", "1a", "a b", "a:9999999999"})
    void otherForms_areRefused(String text) {
        assertThatThrownBy(() -> BundleReference.parse(text)).isInstanceOf(BundleException.class);
    }
}
