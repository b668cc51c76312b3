package org.weatherinference.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletResponse;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.weatherinference.model.ProblemType;
import org.weatherinference.state.Key;
import org.weatherinference.state.Rate;

/**
 * How many requests one address, or one key, may make in a time, and what is left of it, told in the answer's
 * {@code RateLimit} fields (draft-ietf-httpapi-ratelimit-headers). This machine's own addresses are not counted: they
 * are the operator's, or a proxy's that {@link Setting#TRUSTED_PROXIES} should name. Safe to share.
 */
final class RateLimits {
    /** A few hundred bytes each; who was quiet for longest is forgotten first. */
    private static final int MOST_CALLERS = 50_000;
    /** What one household or host gets of IPv6. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ServerSettings.Rates rates;
    private final Cache<Counted, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .expireAfterAccess(Duration.ofHours(2))
            .build();

    RateLimits(ServerSettings.Rates rates) {
        this.rates = rates;
    }

    /** What is counted, and of whom. */
    private record Counted(String what, String caller, int quota, Duration time) {
        Bucket bucket() {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, time))
                    .build();
        }
    }

    /** @throws ProblemException when its address has made too many */
    void countRequest(Request request) throws ProblemException {
        countAddress(request, "requests", rates.requests());
    }

    /** @throws ProblemException when its address has made too many */
    void countUrl(Request request) throws ProblemException {
        countAddress(request, "requests with a web address", rates.urls());
    }

    /** @throws ProblemException when the key has made more than it may */
    void countKey(Request request, Key key) throws ProblemException {
        Rate rate = key.rate();
        if (rate != null) {
            count(
                    request,
                    new Counted("requests", "key " + key.id(), rate.requests(), rate.time()),
                    "the key " + key.name() + " may make " + rate + " requests");
        }
    }

    private void countAddress(Request request, String what, int perMinute) throws ProblemException {
        Optional<String> address = perMinute == 0 ? Optional.empty() : network(request.client());
        if (address.isPresent()) {
            count(
                    request,
                    new Counted(what, address.get(), perMinute, MINUTE),
                    "more than " + perMinute + " " + what + " a minute came from your address");
        }
    }

    private void count(Request request, Counted counted, String rule) throws ProblemException {
        ConsumptionProbe probe = buckets.get(counted, Counted::bucket).tryConsumeAndReturnRemaining(1);
        String policy = '"' + counted.what().replace(' ', '-') + '"';
        HttpServletResponse answer = request.context().res();
        answer.addHeader(
                "RateLimit-Policy",
                policy + ";q=" + counted.quota() + ";w=" + counted.time().toSeconds());
        answer.addHeader(
                "RateLimit",
                policy + ";r=" + probe.getRemainingTokens() + ";t="
                        + Math.ceilDiv(probe.getNanosToWaitForReset(), 1_000_000_000L));
        if (!probe.isConsumed()) {
            throw ProblemException.later(
                    probe.getNanosToWaitForRefill() / 1_000_000_000L + 1,
                    ProblemType.TOO_MANY_REQUESTS,
                    rule + ": wait a little");
        }
    }

    /** Empty for this machine's own. */
    private static Optional<String> network(String address) {
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
