package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.ExitCode;

class HealthProbeTest {
    private static final String PASSWORD = "not-a-secret";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private int ask(String scheme, HttpServer server, int status) {
        byte[] body = ("{\"status\":" + status + "}").getBytes(UTF_8);
        server.createContext("/weather/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            return new HealthProbe(
                            new Console(InputStream.nullInputStream(), new PrintStream(out), new PrintStream(err)))
                    .ask(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/weather/");
        } finally {
            server.stop(0);
        }
    }

    private static InetSocketAddress freePort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    void readyServer_isDone_andItsWordsAreShown() throws Exception {
        assertThat(ask("http", HttpServer.create(freePort(), 0), 200)).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("{\"status\":200}");
    }

    @Test
    void serverThatIsNotReady_hasFailed_andItsWordsAreShown() throws Exception {
        assertThat(ask("http", HttpServer.create(freePort(), 0), 503)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString(UTF_8)).isEqualToIgnoringNewLines("{\"status\":503}");
    }

    /** As a container's own is, asked by its health check. */
    @Test
    void certificateForAnotherName_isTakenFromThisMachine() throws Exception {
        HttpsServer server = HttpsServer.create(freePort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity()));
        assertThat(ask("https", server, 200)).as(err.toString(UTF_8)).isEqualTo(ExitCode.DONE);
    }

    private SSLContext identity() throws Exception {
        Path file = folder.resolve("identity.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=weather.example.org",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
