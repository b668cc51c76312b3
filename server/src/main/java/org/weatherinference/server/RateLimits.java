package org.weatherinference.server;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.weatherinference.model.ProblemType;

/**
 * How many requests a minute one address may make. This machine's own addresses are not counted: they are the
 * operator's, or a proxy's that {@link Setting#TRUSTED_PROXIES} should name. Safe to share.
 */
final class RateLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** A few hundred bytes each; the address that was quiet for longest is forgotten first. */
    private static final int MOST_ADDRESSES = 50_000;
    /** What one household or host gets of IPv6. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Limit requests;
    private final Limit urls;

    RateLimits(ServerSettings.Rates rates) {
        requests = new Limit(rates.requests(), "requests");
        urls = new Limit(rates.urls(), "requests with a web address");
    }

    /** @throws ProblemException when the address has made too many */
    void countRequest(String address) throws ProblemException {
        requests.count(address);
    }

    /** @throws ProblemException when the address has made too many */
    void countUrl(String address) throws ProblemException {
        urls.count(address);
    }

    private static final class Limit {
        private final int perMinute;
        private final String what;
        private final LoadingCache<String, Bucket> buckets;

        Limit(int perMinute, String what) {
            this.perMinute = perMinute;
            this.what = what;
            buckets = Caffeine.newBuilder()
                    .maximumSize(MOST_ADDRESSES)
                    .expireAfterAccess(MINUTE.multipliedBy(2))
                    .build(_ -> bucket(perMinute));
        }

        private static Bucket bucket(int perMinute) {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                    .build();
        }

        void count(String address) throws ProblemException {
            Optional<String> key = perMinute == 0 ? Optional.empty() : key(address);
            if (key.isEmpty()) {
                return;
            }
            ConsumptionProbe probe = buckets.get(key.get()).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                throw ProblemException.later(
                        TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1,
                        ProblemType.TOO_MANY_REQUESTS,
                        "more than " + perMinute + " " + what + " a minute came from your address: wait a little");
            }
        }

        /** Empty for this machine's own. */
        private static Optional<String> key(String address) {
            try {
                InetAddress parsed = InetAddress.ofLiteral(address);
                if (parsed.isLoopbackAddress()) {
                    return Optional.empty();
                }
                return Optional.of(
                        parsed instanceof Inet6Address
                                ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), IPV6_NETWORK_BYTES))
                                : address);
            } catch (IllegalArgumentException _) {
                return Optional.of(address);
            }
        }
    }
}
