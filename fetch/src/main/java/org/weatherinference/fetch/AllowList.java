package org.weatherinference.fetch;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts that an operator trusts though they are not public: names or addresses, with or without port, and blocks.
 */
final class AllowList {
    private final Set<String> hosts;
    private final List<AddressBlock> blocks;

    private AllowList(Set<String> hosts, List<AddressBlock> blocks) {
        this.hosts = hosts;
        this.blocks = blocks;
    }

    /** @throws IllegalArgumentException if an entry is none of these */
    static AllowList of(Collection<String> entries) {
        return new AllowList(
                entries.stream()
                        .filter(entry -> !isBlock(entry))
                        .map(AllowList::host)
                        .collect(Collectors.toUnmodifiableSet()),
                entries.stream()
                        .filter(AllowList::isBlock)
                        .map(AllowList::block)
                        .toList());
    }

    /** Whether the very host is listed, on any port. */
    boolean trusts(WebUrl url) {
        return hosts.contains(url.host().text());
    }

    /** Whether the host is listed together with the port. */
    boolean trustsPort(WebUrl url) {
        return hosts.contains(url.host().text() + ":" + url.port());
    }

    boolean trusts(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static boolean isBlock(String entry) {
        return entry.contains("/");
    }

    private static AddressBlock block(String entry) {
        try {
            return AddressBlock.parse(entry);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "allowed block \"" + entry + "\" is not like 10.0.0.0/8: " + e.getMessage(), e);
        }
    }

    private static String host(String entry) {
        try {
            WebUrl url = WebUrl.root(entry);
            return entry.matches(".*:[0-9]+")
                    ? url.host().text() + ":" + url.port()
                    : url.host().text();
        } catch (FetchException e) {
            throw new IllegalArgumentException("allowed host \"" + entry + "\" is none: " + e.getMessage(), e);
        }
    }
}
