package org.weatherinference.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which addresses and names are public. An own list: the predicates of {@link InetAddress} miss a dozen of these
 * blocks.
 *
 * <p>The list holds every block of IANA's IPv4 and IPv6 special-purpose registries (RFC 6890, as of 2025), whether or
 * not it is routed, since no photo is kept in any of them, and what clouds use for their metadata.
 */
final class AddressRules {
    private static final List<AddressBlock> SPECIAL = blocks(
            "0.0.0.0/8", // this network (RFC 791)
            "10.0.0.0/8", // private (RFC 1918)
            "100.64.0.0/10", // carrier-grade NAT (RFC 6598); 100.100.100.200 is Alibaba's metadata
            "127.0.0.0/8", // loopback (RFC 1122)
            "168.63.129.16/32", // Azure's platform service: public by number, answered by the machine's own host
            "169.254.0.0/16", // link-local (RFC 3927); 169.254.169.254 is most clouds' metadata
            "172.16.0.0/12", // private (RFC 1918)
            "192.0.0.0/24", // protocol assignments (RFC 6890); 192.0.0.192 is Oracle's metadata
            "192.0.2.0/24", // documentation (RFC 5737)
            "192.31.196.0/24", // AS112 (RFC 7535)
            "192.52.193.0/24", // multicast tunnelling (RFC 7450)
            "192.88.99.0/24", // 6to4 relays (RFC 7526)
            "192.168.0.0/16", // private (RFC 1918)
            "192.175.48.0/24", // AS112 (RFC 7534)
            "198.18.0.0/15", // benchmarking (RFC 2544)
            "198.51.100.0/24", // documentation (RFC 5737)
            "203.0.113.0/24", // documentation (RFC 5737)
            "224.0.0.0/4", // multicast (RFC 5771)
            "240.0.0.0/4", // reserved, and the broadcast address (RFC 1112, RFC 8190)
            "2001::/23", // protocol assignments (RFC 2928): Teredo, ORCHID, benchmarking and others
            "2001:db8::/32", // documentation (RFC 3849)
            "2002::/16", // 6to4, which wraps any IPv4 address (RFC 7526)
            "2620:4f:8000::/48", // AS112 (RFC 7534)
            "3fff::/20"); // documentation (RFC 9637)

    /**
     * The only part of IPv6 that is handed out for global use (RFC 4291). Outside it lie loopback, IPv4-compatible,
     * local NAT64 (64:ff9b:1::/48), discard, segment routing, unique local (fd00:ec2::254 is Amazon's metadata),
     * link-local, site-local, multicast, and what is not assigned.
     */
    private static final AddressBlock GLOBAL = AddressBlock.parse("2000::/3");

    /** NAT64 (RFC 6052): how a network without IPv4 reaches the public IPv4 address in the last four bytes. */
    private static final AddressBlock NAT64 = AddressBlock.parse("64:ff9b::/96");

    /** Names that never lead to a public host, alone or at the end of a name (RFC 6761, 6762, 7686, 8375, ICANN). */
    private static final List<String> LOCAL_ENDINGS =
            List.of("localhost", "localdomain", "local", "internal", "home.arpa", "onion");

    /** Metadata services outside {@code .internal}. */
    private static final Set<String> METADATA =
            Set.of("metadata.goog", "metadata.tencentyun.com", "metadata.platformequinix.com");

    private AddressRules() {}

    /** Whether an address is on the public internet. */
    static boolean isPublic(InetAddress address) {
        InetAddress plain = withoutMapping(address.getAddress());
        if (NAT64.contains(plain)) {
            byte[] bytes = plain.getAddress();
            return isPublic(withoutMapping(Arrays.copyOfRange(bytes, 12, 16)));
        }
        boolean global = plain instanceof Inet4Address || GLOBAL.contains(plain);
        return global && SPECIAL.stream().noneMatch(block -> block.contains(plain));
    }

    /** Whether a name in lower-case ASCII may lead to a public host: has a dot, and no local or metadata name. */
    static boolean isPublicName(String name) {
        return name.contains(".")
                && !METADATA.contains(name)
                && LOCAL_ENDINGS.stream().noneMatch(ending -> name.endsWith("." + ending));
    }

    /** The JDK makes an IPv4 address of an IPv4-mapped one (::ffff:0:0/96) here, though not everywhere. */
    private static InetAddress withoutMapping(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    private static List<AddressBlock> blocks(String... blocks) {
        return Stream.of(blocks).map(AddressBlock::parse).toList();
    }
}
