package org.weatherinference.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Fetchers that see public-looking names on this machine; they can reach nothing else. */
final class Loopback {
    /** A name that the rules of these tests allow. */
    static final String PHOTOS = "photos.example.com";

    /** A name that is not allowed and leads to the same machine. */
    static final String PRIVATE = "private.example.com";

    private Loopback() {}

    static FetchRules rules(int... ports) {
        return FetchRules.DEFAULT
                .withTimeout(Duration.ofSeconds(15))
                .withAllowedHosts(List.of(PHOTOS))
                .withPorts(Arrays.stream(ports).boxed().toList());
    }

    static Fetcher fetcher(FetchRules rules) {
        return new Fetcher(rules, Loopback::resolve);
    }

    static List<InetAddress> resolve(String host) throws UnknownHostException {
        return switch (host) {
            case PHOTOS, PRIVATE -> List.of(InetAddress.getLoopbackAddress());
            default -> throw new UnknownHostException(host);
        };
    }

    static FetchException failure(FetchRules rules, String url) throws InterruptedException {
        try (Fetcher fetcher = fetcher(rules)) {
            return failure(fetcher, url);
        }
    }

    /** Why a fetch fails, as it must. */
    static FetchException failure(Fetcher fetcher, String url) throws InterruptedException {
        try {
            fetcher.fetch(url);
        } catch (FetchException e) {
            return e;
        }
        throw new AssertionError(url + " was fetched");
    }
}
