package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "100.64.0.0/10, 100.127.255.255, true",
        "100.64.0.0/10, 100.128.0.0, false",
        "127.0.0.1/32, 127.0.0.1, true",
        "127.0.0.1/32, 127.0.0.2, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "fc00::/7, fdff:ffff::1, true",
        "fc00::/7, fe00::1, false",
        "::/0, ffff::1, true"
    })
    void block_containsWhatSharesItsPrefix(String block, String address, boolean contained) {
        assertThat(AddressBlock.parse(block).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @Test
    void block_neverContainsTheOtherFamily() {
        assertThat(AddressBlock.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("::1")))
                .isFalse();
        assertThat(AddressBlock.parse("::/0").contains(InetAddress.ofLiteral("127.0.0.1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.1.0.0/8", "host/8", "10.0.0.0/", "10.0.0.0/x"})
    void blockThatIsNone_isRefused(String block) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressBlock.parse(block));
    }
}
