package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be fetched; all tests stop before a connection would be made. */
class GuardTest {
    @ParameterizedTest
    @FieldSource("org.weatherinference.fetch.HostileUrls#ALL")
    void hostileUrl_isRefusedBeforeAnyConnection(String url) {
        assertThatThrownBy(() -> admit(FetchRules.DEFAULT, url))
                .isInstanceOfAny(FetchException.Refused.class, FetchException.Malformed.class);
    }

    @Test
    void hostTooLong_isMalformed() {
        assertThatThrownBy(() -> admit(FetchRules.DEFAULT, "http://" + "a.".repeat(200) + "com/"))
                .isInstanceOf(FetchException.Malformed.class);
        assertThatThrownBy(() -> admit(FetchRules.DEFAULT, "http://" + "ü".repeat(4000) + ".com/"))
                .isInstanceOf(FetchException.Malformed.class);
        assertThatThrownBy(() -> admit(FetchRules.DEFAULT, "http://public.example.com/" + "a".repeat(8192)))
                .isInstanceOf(FetchException.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://public.example.com/",
                "https://PUBLIC.example.com./",
                "https://public.example.com:8443/",
                "http://8.8.8.8:8080/",
                "http://[2606:4700::1111]/",
                "http://[64:ff9b::8.8.8.8]/"
            })
    void publicUrl_isAdmittedWithAllItsAddresses(String url) throws FetchException {
        assertThat(admit(FetchRules.DEFAULT, url)).isNotEmpty().allMatch(AddressRules::isPublic);
    }

    @Test
    void allThatIsNotPublic_isRefusedInTheSameWords() {
        Stream<String> refusals = Stream.of(
                        "http://127.0.0.1/",
                        "http://10.9.8.7:8080/",
                        "https://[fd00::1]/",
                        "http://localhost/",
                        "http://private.example.com/",
                        "http://metadata.google.internal/")
                .map(url -> catchThrowable(() -> admit(FetchRules.DEFAULT, url)).getMessage());
        assertThat(refusals.distinct()).hasSize(1);
    }

    @Test
    void nameWithoutAddress_isUnreachable() {
        assertThatThrownBy(() -> admit(FetchRules.DEFAULT, "http://absent.example.com/"))
                .isInstanceOf(FetchException.Unreachable.class)
                .hasMessage("there is no host named absent.example.com");
        assertThatThrownBy(() -> admit(FetchRules.DEFAULT, "http://empty.example.com/"))
                .isInstanceOf(FetchException.Unreachable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nas.local", "NAS.local.", "nas.local:80", "192.168.1.9:9000", "[::1]", "192.168.0.0/16"})
    void allowedHost_isAdmittedInWhicheverFormItIsListed(String entry) throws FetchException {
        Map<String, String> urls = Map.of(
                "192.168.1.9:9000", "http://192.168.1.9:9000/",
                "[::1]", "http://[0::1]/",
                "192.168.0.0/16", "http://192.168.1.9/");
        String url = urls.getOrDefault(entry, "http://nas.local/");
        assertThat(admit(FetchRules.DEFAULT.withAllowedHosts(List.of(entry)), url))
                .hasSize(1);
    }

    @Test
    void allowedBlock_admitsNamesThatResolveIntoIt() throws FetchException {
        FetchRules rules = FetchRules.DEFAULT.withAllowedHosts(List.of("10.0.0.0/8"));
        assertThat(admit(rules, "http://private.example.com/")).hasSize(1);
        assertThat(admit(rules, "http://mixed.example.com/")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://loopback.example.com/",
                "http://mixed6.example.com/",
                "http://localhost/",
                "http://nas.local:9001/",
                "http://nas.local.example.com/",
                "http://a.nas.local/",
                "http://10.0.0.7:22/"
            })
    void allowList_opensNothingElse(String url) {
        FetchRules rules = FetchRules.DEFAULT.withAllowedHosts(List.of("nas.local:9000", "10.0.0.0/8"));
        assertThatThrownBy(() -> admit(rules, url))
                .isInstanceOfAny(FetchException.Refused.class, FetchException.Unreachable.class);
    }

    private static List<InetAddress> admit(FetchRules rules, String url) throws FetchException {
        return new Guard(rules, HostileUrls::resolve).admit(WebUrl.parse(url));
    }
}
