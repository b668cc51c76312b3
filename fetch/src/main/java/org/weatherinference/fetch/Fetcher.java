package org.weatherinference.fetch;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.ssl.SSLContexts;

/**
 * Gets URLs that strangers gave, within {@link FetchRules}: http and https only, from public addresses only (or those
 * an operator allows), over a connection to the very address that was checked, each redirect checked again; no cookies,
 * no credentials, no proxy, no retry.
 *
 * <pre>{@code
 * try (Fetcher fetcher = new Fetcher(FetchRules.DEFAULT)) {
 *     byte[] bytes = fetcher.fetch("https://example.org/rain.jpg").bytes();
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads, platform or virtual; each fetch has a connection of its own. How many run at once is
 * for the caller to limit. Whoever makes it closes it.
 */
public final class Fetcher implements AutoCloseable {
    private final FetchRules rules;
    private final Guard guard;
    private final TlsSocketStrategy tls;
    // Virtual threads: an interrupt closes the socket that one waits for, whatever it waits for.
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /** A fetcher that resolves names as the machine does. */
    public Fetcher(FetchRules rules) {
        this(rules, Resolver.system());
    }

    /** A fetcher with its own resolver; each name is resolved once a hop. */
    public Fetcher(FetchRules rules, Resolver resolver) {
        this(
                rules,
                resolver,
                (socket, host, port, attachment, context) ->
                        JvmTrust.TLS.upgrade(socket, host, port, attachment, context));
    }

    /** With certificates that tests trust. */
    Fetcher(FetchRules rules, Resolver resolver, SSLContext trust) {
        this(rules, resolver, tls(trust));
    }

    private Fetcher(FetchRules rules, Resolver resolver, TlsSocketStrategy tls) {
        this.rules = rules;
        this.guard = new Guard(rules, resolver);
        this.tls = tls;
    }

    /**
     * Gets a URL, following redirects, within {@link FetchRules#timeout()} in all.
     *
     * @param url as a person may have typed it: spaces around it are dropped, spaces and other alphabets in it escaped
     * @throws FetchException with the reason, if there is no body with status 200 within the rules
     * @throws InterruptedException if the calling thread was interrupted; the connection is cut
     */
    public Fetched fetch(String url) throws FetchException, InterruptedException {
        WebUrl start = WebUrl.parse(url);
        Future<Fetched> fetched = workers.submit(() -> follow(start));
        try {
            return fetched.get(rules.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new FetchException.TooSlow(start.host().name(), rules.timeout());
        } catch (ExecutionException e) {
            throw reason(e);
        } finally {
            fetched.cancel(true);
        }
    }

    /**
     * Cuts what still runs: such fetches end with {@link FetchException.Unreachable}. Later ones are a
     * {@link java.util.concurrent.RejectedExecutionException}.
     */
    @Override
    public void close() {
        workers.shutdownNow();
    }

    private Fetched follow(WebUrl start) throws FetchException, InterruptedException {
        WebUrl url = start;
        for (int redirects = 0; redirects <= rules.maxRedirects(); redirects++) {
            try (Exchange exchange = open(url)) {
                Optional<String> location = exchange.redirect();
                if (location.isEmpty()) {
                    return exchange.read();
                }
                url = next(url, location.get());
            }
        }
        throw new FetchException.Refused("more than %d redirects".formatted(rules.maxRedirects()));
    }

    private Exchange open(WebUrl url) throws FetchException, InterruptedException {
        List<InetAddress> addresses = guard.admit(url);
        if (Thread.interrupted()) { // a look-up goes on when its time is over
            throw new InterruptedException();
        }
        return Exchange.open(url, addresses, rules, tls);
    }

    private static WebUrl next(WebUrl url, String location) throws FetchException {
        WebUrl next = resolve(url, location);
        if (url.isSecure() && !next.isSecure()) {
            throw new FetchException.Refused(url.host().name() + " redirects from https to http, which is refused");
        }
        return next;
    }

    /** A malformed redirect is the host's fault and not that of who gave the URL. */
    private static WebUrl resolve(WebUrl url, String location) throws FetchException {
        try {
            return url.resolve(location);
        } catch (FetchException.Malformed e) {
            throw new FetchException.Unreachable(
                    "%s redirects to no address: %s".formatted(url.host().name(), e.getMessage()));
        }
    }

    private static FetchException reason(ExecutionException e) {
        if (e.getCause() instanceof FetchException reason) {
            return reason;
        }
        throw new IllegalStateException("a fetch failed in an unforeseen way", e.getCause());
    }

    /** The JDK checks the host's name; HttpClient's own check would add the public suffix list. */
    private static TlsSocketStrategy tls(SSLContext trust) {
        return new DefaultClientTlsStrategy(trust, HostnameVerificationPolicy.BUILTIN, null);
    }

    /** The JVM's certificates, read at the first https URL: that takes longer than all else here. */
    private static final class JvmTrust {
        static final TlsSocketStrategy TLS = tls(SSLContexts.createDefault());
    }
}
