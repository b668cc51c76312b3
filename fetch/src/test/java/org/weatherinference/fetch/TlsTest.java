package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weatherinference.fetch.Loopback.PHOTOS;
import static org.weatherinference.fetch.RawServer.answer;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own making for {@link Loopback#PHOTOS}. */
class TlsTest {
    private static final String PASSWORD = "no secret";

    @TempDir
    static Path folder;

    private static SSLContext own;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=" + PHOTOS,
                        "-ext",
                        "SAN=dns:" + PHOTOS,
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        own = context(store);
    }

    @Test
    void certificateThatIsTrusted_isTaken() throws Exception {
        try (RawServer server = server("HTTP/1.1 200 OK", "", "rain");
                Fetcher fetcher = new Fetcher(Loopback.rules(server.port()), Loopback::resolve, own)) {
            Fetched fetched = fetcher.fetch(url(server, PHOTOS));
            assertThat(fetched.bytes()).asString().isEqualTo("rain");
        }
    }

    @Test
    void selfSignedCertificate_isUnreachable() throws Exception {
        try (RawServer server = server("HTTP/1.1 200 OK", "", "rain")) {
            assertThat(Loopback.failure(Loopback.rules(server.port()), url(server, PHOTOS)))
                    .isInstanceOf(FetchException.Unreachable.class)
                    .hasMessage(PHOTOS + " has no certificate that is trusted here");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void certificateOfAnotherHost_isUnreachable() throws Exception {
        String other = "other.example.com";
        try (RawServer server = server("HTTP/1.1 200 OK", "", "rain");
                Fetcher fetcher = new Fetcher(
                        Loopback.rules(server.port()).withAllowedHosts(List.of(other)),
                        _ -> List.of(InetAddress.getLoopbackAddress()),
                        own)) {
            assertThat(Loopback.failure(fetcher, url(server, other))).isInstanceOf(FetchException.Unreachable.class);
        }
    }

    @Test
    void redirectFromHttpsToHttp_isRefused() throws Exception {
        try (RawServer plain = RawServer.answering("HTTP/1.1 200 OK", "", "rain");
                RawServer server =
                        server("HTTP/1.1 302 Found", "Location: http://" + PHOTOS + ":" + plain.port() + "/", "", "");
                Fetcher fetcher = new Fetcher(Loopback.rules(server.port(), plain.port()), Loopback::resolve, own)) {
            assertThat(Loopback.failure(fetcher, url(server, PHOTOS)))
                    .isInstanceOf(FetchException.Refused.class)
                    .hasMessage(PHOTOS + " redirects from https to http, which is refused");
            assertThat(plain.heads()).isEmpty();
        }
    }

    @Test
    void redirectFromHttpToHttps_isFollowed() throws Exception {
        try (RawServer secure = server("HTTP/1.1 200 OK", "", "rain");
                RawServer server =
                        RawServer.answering("HTTP/1.1 301 Moved", "Location: " + url(secure, PHOTOS), "", "");
                Fetcher fetcher = new Fetcher(Loopback.rules(server.port(), secure.port()), Loopback::resolve, own)) {
            assertThat(fetcher.fetch("http://" + PHOTOS + ":" + server.port() + "/")
                            .uri())
                    .hasScheme("https");
        }
    }

    private static RawServer server(String... lines) {
        return new RawServer(
                (out, _) -> out.write(answer(lines)), InetAddress.getLoopbackAddress(), own.getServerSocketFactory());
    }

    private static String url(RawServer server, String host) {
        return "https://" + host + ":" + server.port() + "/";
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        key.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
