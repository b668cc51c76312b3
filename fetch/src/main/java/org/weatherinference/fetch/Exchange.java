package org.weatherinference.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One GET over a connection of its own to addresses that were checked. Whoever opens it closes it; an interrupt of the
 * virtual thread that uses it cuts the connection.
 *
 * <p>Built on HttpClient's minimal client, which has no cookies, credentials, proxies, retries, redirects or unpacking,
 * and reads at most 100 headers of 8 KB.
 */
final class Exchange implements AutoCloseable {
    private final WebUrl url;
    private final FetchRules rules;
    private final MinimalHttpClient client;
    private final ClassicHttpResponse response;

    private Exchange(WebUrl url, FetchRules rules, MinimalHttpClient client, ClassicHttpResponse response) {
        this.url = url;
        this.rules = rules;
        this.client = client;
        this.response = response;
    }

    static Exchange open(WebUrl url, List<InetAddress> addresses, FetchRules rules, TlsSocketStrategy tls)
            throws FetchException {
        HttpHost target = new HttpHost(url.scheme(), url.host().name(), url.explicitPort());
        MinimalHttpClient client = client(target, addresses, rules, tls);
        try {
            return new Exchange(url, rules, client, client.executeOpen(target, request(target, url, rules), null));
        } catch (IOException e) {
            client.close(CloseMode.IMMEDIATE);
            throw failure(url, rules, e);
        }
    }

    /** Where the answer sends us, if it is a redirect. */
    Optional<String> redirect() {
        return switch (response.getCode()) {
            case 301, 302, 303, 307, 308 -> header("Location");
            default -> Optional.empty();
        };
    }

    /** The body of an answer with status 200. */
    Fetched read() throws FetchException {
        if (response.getCode() != 200) {
            throw new FetchException.NotOk(
                    url.host().name(),
                    response.getCode(),
                    header("Retry-After").flatMap(RetryAfter::parse).orElse(null));
        }
        try {
            return new Fetched(url.uri(), unpacked(body()), header("Content-Type"));
        } catch (IOException e) {
            throw failure(url, rules, e);
        }
    }

    /** Cuts the connection: to close the answer would be to read the rest of its body. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private byte[] body() throws IOException, FetchException {
        HttpEntity entity = response.getEntity();
        if (entity.getContentLength() > rules.maxBytes()) {
            throw tooLarge();
        }
        return limited(entity.getContent());
    }

    /** We ask for no packing; some servers pack all the same. Unpacked bytes count against the limit too. */
    private byte[] unpacked(byte[] body) throws IOException, FetchException {
        String encoding = header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity", "" -> body;
            case "gzip", "x-gzip" -> limited(new GZIPInputStream(new ByteArrayInputStream(body)));
            default ->
                throw new FetchException.Unreachable("%s packs its answer as %s, which was not asked for"
                        .formatted(url.host().name(), WebUrl.quoted(encoding)));
        };
    }

    private byte[] limited(InputStream content) throws IOException, FetchException {
        byte[] bytes = content.readNBytes(rules.maxBytes() + 1);
        if (bytes.length > rules.maxBytes()) {
            throw tooLarge();
        }
        return bytes;
    }

    private FetchException.TooLarge tooLarge() {
        return new FetchException.TooLarge(url.host().name(), rules.maxBytes());
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    private static ClassicHttpRequest request(HttpHost target, WebUrl url, FetchRules rules) {
        ClassicHttpRequest request = new BasicClassicHttpRequest(Method.GET, target, url.target());
        request.addHeader("User-Agent", rules.userAgent());
        request.addHeader("Accept", "*/*");
        request.addHeader("Accept-Encoding", "identity");
        request.addHeader("Connection", "close");
        return request;
    }

    private static MinimalHttpClient client(
            HttpHost target, List<InetAddress> addresses, FetchRules rules, TlsSocketStrategy tls) {
        InMemoryDnsResolver checked = new InMemoryDnsResolver();
        checked.add(target.getHostName(), addresses.toArray(InetAddress[]::new));
        // Without NO_PROXY a socket takes the JVM's SOCKS proxy, which would look the host up again.
        var operator = new DefaultHttpClientConnectionOperator(
                proxy -> new Socket(Proxy.NO_PROXY),
                DefaultSchemePortResolver.INSTANCE,
                checked,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", tls)
                        .build());
        var connections = new BasicHttpClientConnectionManager(operator, ManagedHttpClientConnectionFactory.INSTANCE);
        connections.setConnectionConfig(timeouts(rules.timeout(), addresses.size()));
        return HttpClients.createMinimal(connections);
    }

    /** So that a host's dead address leaves time for its next one; the deadline itself is kept by {@link Fetcher}. */
    private static ConnectionConfig timeouts(Duration total, int addresses) {
        return ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(total.dividedBy(addresses)))
                .setSocketTimeout(Timeout.of(total))
                .build();
    }

    /** HttpClient's own messages name addresses, so none of them is passed on. */
    private static FetchException failure(WebUrl url, FetchRules rules, IOException e) {
        String host = url.host().name();
        return switch (e) {
            case SocketTimeoutException _ -> new FetchException.TooSlow(host, rules.timeout());
            case SSLException _ -> new FetchException.Unreachable(host + " has no certificate that is trusted here");
            case ConnectException _, NoRouteToHostException _ ->
                new FetchException.Unreachable("no connection to %s, port %d".formatted(host, url.port()));
            default -> new FetchException.Unreachable(host + " gave no whole and proper HTTP answer");
        };
    }
}
