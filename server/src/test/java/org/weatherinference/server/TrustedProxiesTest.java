package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "192.168.16.0/20, 192.168.31.255, true",
        "192.168.16.0/20, 192.168.32.0, false",
        "192.168.16.0/20, 192.168.15.255, false",
        "192.168.1.0/31, 192.168.1.1, true",
        "192.168.1.0/31, 192.168.1.2, false",
        "192.168.1.200/25, 192.168.1.128, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "fd12::/16, fd12:ffff::1, true",
        "fd12::/16, fd13::1, false",
        "2001:db8:8000::/33, 2001:db8:ffff::1, true",
        "2001:db8:8000::/33, 2001:db8:7fff::1, false",
        "10.0.0.7, ::ffff:10.0.0.7, true",
        "10.0.0.7, unknown, false",
        "10.0.0.7, '', false",
    })
    void block_holdsTheAddressesThatShareItsBits(String block, String address, boolean trusted) {
        assertThat(TrustedProxies.of(List.of(block)).trusts(address)).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | '' | 203.0.113.9 | nobody forwards",
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9 | a stranger's word is not believed",
                "10.0.0.7 | '' | 10.0.0.7 | the proxy itself asks",
                "10.0.0.7 | 198.51.100.1 | 198.51.100.1 | one proxy",
                "10.0.0.7 | 198.51.100.1 10.0.0.8 | 198.51.100.1 | two proxies",
                "10.0.0.7 | 1.1.1.1 198.51.100.1 | 198.51.100.1 | the client made up what stands before it",
                "10.0.0.7 | 10.0.0.9 198.51.100.1 | 198.51.100.1 | even where it made up a proxy",
                "10.0.0.7 | 10.0.0.9 10.0.0.8 | 10.0.0.9 | a client within the block",
            })
    void client_isTheLastBeforeTheTrusted(String peer, String forwarded, String client, String why) {
        List<String> addresses = forwarded.isEmpty() ? List.of() : List.of(forwarded.split(" "));
        assertThat(TrustedProxies.of(List.of("10.0.0.0/8")).client(peer, addresses))
                .as(why)
                .isEqualTo(client);
    }

    @Test
    void withoutTrustedProxies_forwardedAddressesDoNotReachTheLimit(@TempDir Path folder) throws Exception {
        try (Scene scene = Scene.start(folder, Map.of(Setting.RATE, "1"))) {
            assertThat(ask(scene, "198.51.100.1")).isEqualTo(200);
            assertThat(ask(scene, "198.51.100.1")).isEqualTo(200);
        }
    }

    @Test
    void behindATrustedProxy_eachForwardedClientHasItsOwnLimit(@TempDir Path folder) throws Exception {
        Map<Setting, String> settings = Map.of(Setting.RATE, "1", Setting.TRUSTED_PROXIES, "127.0.0.1");
        try (Scene scene = Scene.start(folder, settings)) {
            assertThat(ask(scene, "198.51.100.1")).isEqualTo(200);
            assertThat(ask(scene, "1.1.1.1, 198.51.100.1")).as("forged").isEqualTo(429);
            assertThat(ask(scene, "198.51.100.2")).isEqualTo(200);
        }
    }

    private static int ask(Scene scene, String forwarded) throws Exception {
        return scene.send(HttpRequest.newBuilder(scene.uri("/v1/classify"))
                        .header("Content-Type", "image/png")
                        .header("X-Forwarded-For", forwarded)
                        .POST(BodyPublishers.ofByteArray(Scene.RED)))
                .statusCode();
    }
}
