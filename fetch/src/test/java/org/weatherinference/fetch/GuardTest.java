package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be fetched; all tests stop before a connection would be made. */
class GuardTest {
    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("public.example.com", List.of("93.184.215.14", "2606:2800:21f:cb07::1")),
            Map.entry("loopback.example.com", List.of("127.0.0.1")),
            Map.entry("loopback6.example.com", List.of("::1")),
            Map.entry("private.example.com", List.of("10.0.0.7")),
            Map.entry("mixed.example.com", List.of("93.184.215.14", "10.0.0.7")),
            Map.entry("mixed6.example.com", List.of("93.184.215.14", "fd00::7")),
            Map.entry("metadata.example.com", List.of("169.254.169.254")),
            Map.entry("nat64.example.com", List.of("64:ff9b::a00:7")),
            Map.entry("sixtofour.example.com", List.of("2002:a00:7::1")),
            Map.entry("mapped.example.com", List.of("::ffff:10.0.0.7")),
            Map.entry("scoped.example.com", List.of("fe80::1")),
            Map.entry("xn--bcher-kva.example", List.of("192.168.1.1")),
            Map.entry("empty.example.com", List.of()),
            Map.entry("nas.local", List.of("192.168.1.9")),
            Map.entry("localhost", List.of("127.0.0.1")));

    /** The 20 first ones are the same machine, in ways to write it that some reader or other understands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.0.0.1./",
                "http://2130706433/",
                "http://017700000001/",
                "http://0x7f000001/",
                "http://0x7F.0.0.1/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://0177.0.0.01/",
                "http://127.1/",
                "http://127.0.1/",
                "http://127.00.0.1/",
                "http://127.0.0.1.1/",
                "http://127.0.0.256/",
                "http://4294967295/",
                "http://0/",
                "http://１２７.０.０.１/",
                "http://127。0。0。1/",
                "http://127．0．0．1/",
                "http://①②⑦.⓪.⓪.①/",
                "http://%31%32%37.0.0.1/",
                "http://127.0.0.1%2eexample.com/",
                "http://127.0.0.1%00.example.com/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::1%25lo]/",
                "http://[::1%lo]/",
                "http://[fe80::1%25eth0]/",
                "http://[fe80::1]/",
                "http://[fec0::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:ffff:10.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[64:ff9b:1::8.8.8.8]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:53aa:64c::1]/",
                "http://[fd00:ec2::254]/latest/meta-data/",
                "http://[fc00::1]/",
                "http://[ff02::1]/",
                "http://[2001:db8::1]/",
                "http://[127.0.0.1]/",
                "http://[v1.127.0.0.1]/",
                "http://[::1/",
                "http://::1/",
                "http://[]/",
                "http://[::1]x/",
                "http://10.0.0.1/",
                "http://100.64.0.1/",
                "http://172.16.0.1/",
                "http://192.168.1.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://2852039166/latest/meta-data/",
                "http://168.63.129.16/machine",
                "http://100.100.100.200/",
                "http://192.0.0.192/opc/v2/",
                "http://198.18.0.1/",
                "http://224.0.0.1/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://localhost/",
                "http://LOCALHOST./",
                "http://ｌｏｃａｌｈｏｓｔ/",
                "http://locaｌhost/",
                "http://loc\u00ADalhost/",
                "http://db.localhost/",
                "http://nas.local/",
                "http://router/",
                "http://metadata/",
                "http://metadata.google.internal/computeMetadata/v1/",
                "http://Metadata.Google.Internal./",
                "http://metadata.goog/",
                "http://instance-data.ec2.internal/",
                "http://loopback.example.com/",
                "http://loopback6.example.com/",
                "http://private.example.com/",
                "http://mixed.example.com/",
                "http://mixed6.example.com/",
                "http://metadata.example.com/",
                "http://nat64.example.com/",
                "http://sixtofour.example.com/",
                "http://mapped.example.com/",
                "http://scoped.example.com/",
                "http://bücher.example/",
                "http://user@public.example.com/",
                "http://user:password@public.example.com/",
                "http://@public.example.com/",
                "http://public.example.com@127.0.0.1/",
                "http://public.example.com:80@127.0.0.1/",
                "http://public.example.com\\@127.0.0.1/",
                "http://127.0.0.1\\.example.com/",
                "http://public.example.com:22/",
                "http://public.example.com:25/",
                "http://public.example.com:6379/",
                "http://public.example.com:0/",
                "http://public.example.com:65536/",
                "http://public.example.com:99999999999/",
                "http://public.example.com:８０/",
                "http://public.example.com:80:80/",
                "http://public.example.com:-1/",
                "http://public.example.com:80 /",
                "file:///etc/passwd",
                "ftp://public.example.com/",
                "gopher://public.example.com/",
                "jar:http://public.example.com!/a",
                "data:image/png;base64,AAAA",
                "javascript:alert(1)",
                "ws://public.example.com/",
                "dict://public.example.com/",
                "ldap://public.example.com/",
                "unix:/run/docker.sock",
                "http+unix://%2frun%2fdocker.sock/",
                "http:public.example.com/",
                "http:/public.example.com/",
                "http:///etc/passwd",
                "http://",
                "http://:80/",
                "http://./",
                "http://../",
                "http://a..b.com/",
                "http://.example.com/",
                "http://-a.example.com/",
                "http://public.example.com../",
                "http://public example.com/",
                "http://public.example.com\t/",
                "http://public.example.com/\r\nHost: 127.0.0.1",
                "http://public.example.com\r\nX: y/",
                "http://public.example.com/\u0000",
                "http://public.example.com,127.0.0.1/",
                "http://public.example.com;127.0.0.1/",
                "http://℀.example.com/",
                "//public.example.com/",
                "/etc/passwd",
                "public.example.com",
                "",
                " "
            })
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
        return new Guard(rules, GuardTest::resolve).admit(WebUrl.parse(url));
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        if (!NAMES.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return NAMES.get(host).stream().map(InetAddress::ofLiteral).toList();
    }
}
