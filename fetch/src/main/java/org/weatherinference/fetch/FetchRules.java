package org.weatherinference.fetch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a {@link Fetcher} permits. Immutable.
 *
 * @param timeout most time for one fetch in all, from the look-up of the name to the last byte of the last redirect
 * @param maxBytes most bytes of a body, sent as well as unpacked
 * @param maxRedirects most redirects followed
 * @param ports the ports that may be asked, but for hosts that are allowed with a port of their own
 * @param allowedHosts hosts an operator trusts though they are not public: a name or address ({@code nas.local}), one
 *     with its port ({@code nas.local:9000}, {@code [fd12::7]:9000}), or a block of addresses ({@code 10.1.0.0/16}). A
 *     name is trusted whatever it resolves to; a block trusts public-looking names that resolve into it
 * @param userAgent the {@code User-Agent} sent, in printable ASCII
 */
public record FetchRules(
        Duration timeout,
        int maxBytes,
        int maxRedirects,
        Set<Integer> ports,
        List<String> allowedHosts,
        String userAgent) {

    /** 10 s, 20 MB, 3 redirects, ports 80, 443, 8080 and 8443, no host that is not public. */
    public static final FetchRules DEFAULT = new FetchRules(
            Duration.ofSeconds(10),
            20 * 1024 * 1024,
            3,
            Set.of(80, 443, 8080, 8443),
            List.of(),
            "Mozilla/5.0 (compatible; weather-inference)");

    private static final int MOST_BYTES = 1 << 30;

    /** @throws IllegalArgumentException if a value is out of range or an allowed host is not one */
    public FetchRules {
        require(timeout.isPositive(), "timeout " + timeout + " must be more than zero");
        require(maxBytes > 0 && maxBytes <= MOST_BYTES, "maxBytes " + maxBytes + " must be from 1 to " + MOST_BYTES);
        require(maxRedirects >= 0, "maxRedirects " + maxRedirects + " must not be negative");
        require(userAgent.matches("[ -~]+"), "userAgent must be printable ASCII");
        ports = Set.copyOf(ports);
        require(ports.stream().allMatch(port -> port > 0 && port <= 65535), "ports " + ports + " must be 1 to 65535");
        allowedHosts = List.copyOf(allowedHosts);
        AllowList.of(allowedHosts);
    }

    /** These rules with another time limit. */
    public FetchRules withTimeout(Duration limit) {
        return new FetchRules(limit, maxBytes, maxRedirects, ports, allowedHosts, userAgent);
    }

    /** These rules with another size limit, in bytes. */
    public FetchRules withMaxBytes(int limit) {
        return new FetchRules(timeout, limit, maxRedirects, ports, allowedHosts, userAgent);
    }

    /** These rules with other ports. */
    public FetchRules withPorts(Collection<Integer> allowed) {
        return new FetchRules(timeout, maxBytes, maxRedirects, Set.copyOf(allowed), allowedHosts, userAgent);
    }

    /** These rules with other hosts that are trusted though they are not public. */
    public FetchRules withAllowedHosts(Collection<String> allowed) {
        return new FetchRules(timeout, maxBytes, maxRedirects, ports, List.copyOf(allowed), userAgent);
    }

    /** These rules with another {@code User-Agent}: some hosts answer browsers only. */
    public FetchRules withUserAgent(String agent) {
        return new FetchRules(timeout, maxBytes, maxRedirects, ports, allowedHosts, agent);
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw new IllegalArgumentException(rule);
        }
    }
}
