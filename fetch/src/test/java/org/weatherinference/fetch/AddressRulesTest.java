package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.31.196.1",
                "192.52.193.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "192.175.48.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.254",
                "255.255.255.255"
            })
    void specialIpv4Address_isNotPublic(String address) {
        assertThat(AddressRules.isPublic(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::7f00:1",
                "::8.8.8.8",
                "64:ff9b::7f00:1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "64:ff9b:1::808:808",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:808:808::1",
                "2620:4f:8000::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd00::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void specialIpv6Address_isNotPublic(String address) {
        assertThat(AddressRules.isPublic(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2003::1",
                "2606:4700::1111",
                "2a00:1450::1",
                "64:ff9b::808:808"
            })
    void ordinaryAddress_isPublic(String address) {
        assertThat(AddressRules.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void mappedAddressThatJavaKeptAsIpv6_isJudgedByItsIpv4Address() throws UnknownHostException {
        assertThat(AddressRules.isPublic(mapped("7f000001"))).isFalse();
        assertThat(AddressRules.isPublic(mapped("08080808"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "router",
                "metadata",
                "instance-data",
                "printer.local",
                "a.b.local",
                "db.localhost",
                "host.localdomain",
                "metadata.google.internal",
                "instance-data.ec2.internal",
                "nas.home.arpa",
                "expyuzz4wqqyqhjn.onion",
                "metadata.goog",
                "metadata.tencentyun.com",
                "metadata.platformequinix.com"
            })
    void localOrMetadataName_isNotPublic(String name) {
        assertThat(AddressRules.isPublicName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.com", "localhost.example.com", "mylocal.org", "internal.example.net", "notlocal.io"})
    void ordinaryName_isPublic(String name) {
        assertThat(AddressRules.isPublicName(name)).isTrue();
    }

    private static InetAddress mapped(String ipv4) throws UnknownHostException {
        byte[] bytes = HexFormat.of().parseHex("00000000000000000000ffff" + ipv4);
        Inet6Address address = Inet6Address.getByAddress(null, bytes, -1);
        assertThat(address.getAddress()).hasSize(16);
        return address;
    }
}
