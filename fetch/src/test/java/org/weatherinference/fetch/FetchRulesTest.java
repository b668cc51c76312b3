package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchRulesTest {
    private static final FetchRules RULES = FetchRules.DEFAULT;

    @Test
    void defaults_areThoseOfTheContract() {
        assertThat(RULES.timeout()).hasSeconds(10);
        assertThat(RULES.maxBytes()).isEqualTo(20 * 1024 * 1024);
        assertThat(RULES.maxRedirects()).isEqualTo(3);
        assertThat(RULES.ports()).containsExactlyInAnyOrder(80, 443, 8080, 8443);
        assertThat(RULES.allowedHosts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nas local",
                "http://nas",
                "me@nas",
                "0177.0.0.1",
                "nas:0",
                "nas:70000",
                "10.0.0.0/33",
                "10.1.0.0/8",
                "nas?x",
                "nas#x",
                "::1"
            })
    void allowedHostThatIsNone_isNamedWhenTheRulesAreMade(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RULES.withAllowedHosts(List.of(entry)))
                .withMessageContaining("\"" + entry + "\"");
    }

    @Test
    void valuesOutOfRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RULES.withTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> RULES.withMaxBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> RULES.withPorts(List.of(0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FetchRules(RULES.timeout(), 1, 0, RULES.ports(), List.of(), "a\r\nb: c"));
    }
}
