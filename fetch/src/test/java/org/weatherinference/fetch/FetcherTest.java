package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.weatherinference.fetch.Loopback.PHOTOS;
import static org.weatherinference.fetch.RawServer.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers, good and bad, of real servers on loopback. */
class FetcherTest {
    @Test
    void answer_comesWithItsBytesTypeAndUrl() throws Exception {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 200 OK", "Content-Type: image/jpeg", "Content-Length: 4", "", "rain")) {
            Fetched fetched = fetch(server, "/a b.jpg#part");
            assertThat(fetched.bytes()).asString().isEqualTo("rain");
            assertThat(fetched.contentType()).contains("image/jpeg");
            assertThat(fetched.uri()).hasToString(url(server, "/a%20b.jpg"));
        }
    }

    @Test
    void request_saysNoMoreThanItMust() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0", "", "")) {
            fetch(server, "/rain.jpg?size=1");
            assertThat(server.heads()).containsExactly("""
                            GET /rain.jpg?size=1 HTTP/1.1
                            User-Agent: Mozilla/5.0 (compatible; weather-inference)
                            Accept: */*
                            Accept-Encoding: identity
                            Connection: close
                            Host: %s:%d
                            """.formatted(PHOTOS, server.port()));
        }
    }

    @Test
    void hostWithIpv6Address_isAskedForInBrackets() throws Exception {
        InetAddress loopback6 = InetAddress.ofLiteral("::1");
        Assumptions.assumeTrue(hasAddress(loopback6), "this machine has no IPv6 loopback");
        try (RawServer server = new RawServer(
                        (out, _) -> out.write(answer("HTTP/1.1 200 OK", "", "v6")),
                        loopback6,
                        ServerSocketFactory.getDefault());
                Fetcher fetcher = Loopback.fetcher(Loopback.rules(server.port()).withAllowedHosts(List.of("[::1]")))) {
            assertThat(fetcher.fetch("http://[::1]:%d/".formatted(server.port()))
                            .bytes())
                    .asString()
                    .isEqualTo("v6");
            assertThat(server.heads().getFirst()).contains("Host: [0:0:0:0:0:0:0:1]:" + server.port() + "\n");
        }
    }

    @Test
    void deadAddress_isFollowedByTheNext() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "", "rain");
                Fetcher fetcher = new Fetcher(
                        Loopback.rules(server.port()),
                        _ -> List.of(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral("127.0.0.1")))) {
            assertThat(fetcher.fetch(url(server, "/")).bytes()).asString().isEqualTo("rain");
        }
    }

    @Test
    void chunkedAnswer_isPutTogether() throws Exception {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "2", "ra", "2", "in", "0", "", "")) {
            assertThat(fetch(server, "/").bytes()).asString().isEqualTo("rain");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 304, 400, 403, 404, 418, 500, 503})
    void otherStatus_isNotOk(int status) throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 " + status + " X", "Content-Length: 0", "", "")) {
            FetchException failure = failure(server);
            assertThat(failure).isInstanceOf(FetchException.NotOk.class);
            assertThat(((FetchException.NotOk) failure).status()).isEqualTo(status);
            assertThat(failure).hasMessage("%s answered with status %d, needed is 200", PHOTOS, status);
        }
    }

    @Test
    void redirectWithoutLocation_isNotOk() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 302 Found", "Content-Length: 0", "", "")) {
            assertThat(failure(server)).isInstanceOf(FetchException.NotOk.class);
        }
    }

    @Test
    void bodyOfJustTheLimit_isTaken() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 1000", "", "x".repeat(1000));
                Fetcher fetcher = Loopback.fetcher(Loopback.rules(server.port()).withMaxBytes(1000))) {
            assertThat(fetcher.fetch(url(server, "/")).bytes()).hasSize(1000);
        }
    }

    @Test
    void bodyDeclaredTooLarge_isNotWaitedFor() throws Exception {
        try (RawServer server = new RawServer((out, _) -> {
            out.write(answer("HTTP/1.1 200 OK", "Content-Length: 1001", "", "x"));
            Thread.sleep(10_000);
        })) {
            long start = System.nanoTime();
            assertThat(tooLarge(server, 1000).allowed()).isEqualTo(1000);
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close", "Transfer-Encoding: chunked"})
    void endlessBody_isCutAtTheLimit(String framing) throws Exception {
        boolean chunked = framing.contains("chunked");
        try (RawServer server = new RawServer((out, _) -> {
            out.write(answer("HTTP/1.1 200 OK", framing, "", ""));
            while (true) {
                out.write(chunked ? answer("4", "rain", "") : answer("rain"));
            }
        })) {
            assertThat(tooLarge(server, 100_000))
                    .hasMessage(PHOTOS + " sends more than 100,000 bytes, the limit for one URL");
            assertThat(server.wasCut()).isTrue();
        }
    }

    @Test
    void gzippedBody_isUnpacked() throws Exception {
        try (RawServer server = gzipping(gzip("rain".getBytes(StandardCharsets.US_ASCII)), "GZIP")) {
            assertThat(fetch(server, "/").bytes()).asString().isEqualTo("rain");
        }
    }

    @Test
    void gzipBomb_isTooLarge() throws Exception {
        byte[] bomb = gzip(new byte[10_000_000]);
        assertThat(bomb).hasSizeLessThan(50_000);
        try (RawServer server = gzipping(bomb, "gzip")) {
            assertThat(tooLarge(server, 1_000_000).allowed()).isEqualTo(1_000_000);
        }
    }

    @Test
    void gzipOfManyEmptyParts_countsAsSent() throws Exception {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            parts.write(gzip(new byte[0]));
        }
        try (RawServer server = gzipping(parts.toByteArray(), "gzip")) {
            assertThat(tooLarge(server, 1000).allowed()).isEqualTo(1000);
        }
    }

    @Test
    void corruptGzip_isUnreachable() throws Exception {
        try (RawServer server = gzipping("no gzip".getBytes(StandardCharsets.US_ASCII), "gzip")) {
            assertThat(failure(server)).isInstanceOf(FetchException.Unreachable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip"})
    void otherPacking_isUnreachableAndNamed(String encoding) throws Exception {
        try (RawServer server = gzipping(gzip(new byte[10]), encoding)) {
            assertThat(failure(server))
                    .isInstanceOf(FetchException.Unreachable.class)
                    .hasMessageContaining("\"" + encoding + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 two hundred OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nrain",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nrain",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nra",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nrain\r\n0\r\n\r\n"
            })
    void answerThatIsNotHttpOrNotWhole_isUnreachable(String answer) throws Exception {
        try (RawServer server = RawServer.answering(answer)) {
            assertThat(failure(server))
                    .isInstanceOf(FetchException.Unreachable.class)
                    .hasMessage(PHOTOS + " gave no whole and proper HTTP answer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y\r\n", "xxxxxxxx"})
    void endlessHead_isCut(String piece) throws Exception {
        try (RawServer server = new RawServer((out, _) -> {
            out.write(answer("HTTP/1.1 200 OK", ""));
            while (true) {
                out.write(answer(piece));
            }
        })) {
            assertThat(failure(server)).isInstanceOf(FetchException.Unreachable.class);
            assertThat(server.wasCut()).isTrue();
        }
    }

    @Test
    void closedPort_isUnreachableAndTheAddressIsNotTold() throws Exception {
        int port = closedPort();
        assertThat(Loopback.failure(Loopback.rules(port), "http://" + PHOTOS + ":" + port + "/"))
                .isInstanceOf(FetchException.Unreachable.class)
                .hasMessage("no connection to " + PHOTOS + ", port " + port);
    }

    @Test
    void proxiesOfTheJvm_areNotAskedFor() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        List<URI> asked = new CopyOnWriteArrayList<>();
        ProxySelector.setDefault(noting(asked));
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "", "rain")) {
            assertThat(fetch(server, "/").bytes()).asString().isEqualTo("rain");
            assertThat(asked).isEmpty();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void eachFetch_resolvesAnewAndOnceOnly() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "", "rain");
                Fetcher fetcher = new Fetcher(Loopback.rules(server.port()), host -> {
                    lookups.incrementAndGet();
                    return Loopback.resolve(host);
                })) {
            fetcher.fetch(url(server, "/"));
            fetcher.fetch(url(server, "/"));
            assertThat(lookups).hasValue(2);
        }
    }

    @Test
    void resolverThatBreaks_isNotTakenForTheHostsFault() {
        try (Fetcher fetcher = new Fetcher(Loopback.rules(80), _ -> {
            throw new UnsupportedOperationException("broken");
        })) {
            assertThatThrownBy(() -> fetcher.fetch("http://" + PHOTOS + "/"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("broken");
        }
    }

    private static Fetched fetch(RawServer server, String target) throws Exception {
        try (Fetcher fetcher = Loopback.fetcher(Loopback.rules(server.port()))) {
            return fetcher.fetch(url(server, target));
        }
    }

    private static FetchException failure(RawServer server) throws InterruptedException {
        return Loopback.failure(Loopback.rules(server.port()), url(server, "/"));
    }

    private static FetchException.TooLarge tooLarge(RawServer server, int maxBytes) throws InterruptedException {
        FetchException failure =
                Loopback.failure(Loopback.rules(server.port()).withMaxBytes(maxBytes), url(server, "/"));
        assertThat(failure).isInstanceOf(FetchException.TooLarge.class);
        return (FetchException.TooLarge) failure;
    }

    private static String url(RawServer server, String target) {
        return "http://" + PHOTOS + ":" + server.port() + target;
    }

    private static RawServer gzipping(byte[] body, String encoding) {
        return new RawServer((out, _) -> {
            out.write(answer("HTTP/1.1 200 OK", "Content-Encoding: " + encoding, "", ""));
            out.write(body);
        });
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    /** What the JVM asks, SOCKS for plain sockets included, before it connects. */
    private static ProxySelector noting(List<URI> asked) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        };
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean hasAddress(InetAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
