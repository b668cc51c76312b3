package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server over TLS, with certificates that the JDK's own tool makes. */
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    /** A certificate for this machine and its key. */
    private record Identity(Certificate itself, Path certificate, Path key) {
        static Identity make(Path folder, String... kind) throws Exception {
            Path file = Files.createDirectories(folder).resolve("identity.p12");
            keytool(file, kind);
            KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
            Certificate certificate = store.getCertificate("test");
            byte[] key = store.getKey("test", PASSWORD.toCharArray()).getEncoded();
            return new Identity(
                    certificate,
                    pem(folder.resolve("certificate.pem"), "CERTIFICATE", certificate.getEncoded()),
                    pem(folder.resolve("key.pem"), "PRIVATE KEY", key));
        }

        private static void keytool(Path file, String... kind) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "test",
                    "-dname",
                    "CN=test",
                    "-ext",
                    "SAN=IP:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    file.toString()));
            command.addAll(List.of(kind));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
            assertThat(process.waitFor()).as(said).isZero();
        }

        private static Path pem(Path file, String what, byte[] content) throws IOException {
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
            return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
        }

        /** Believes this certificate and no other. */
        SSLContext trust() throws GeneralSecurityException, IOException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("trusted", itself);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        }
    }

    @TempDir
    private static Path identities;

    private static Identity ec;
    private static Identity otherEc;
    private static Identity rsa;

    @BeforeAll
    static void makeIdentities() throws Exception {
        ec = Identity.make(identities.resolve("ec"), "-keyalg", "EC", "-groupname", "secp256r1");
        otherEc = Identity.make(identities.resolve("other"), "-keyalg", "EC", "-groupname", "secp256r1");
        rsa = Identity.make(identities.resolve("rsa"), "-keyalg", "RSA", "-keysize", "2048");
    }

    @Test
    void photo_isAnsweredWithAnEcKey() throws Exception {
        assertAnswered(ec);
    }

    @Test
    void photo_isAnsweredWithAnRsaKey() throws Exception {
        assertAnswered(rsa);
    }

    private void assertAnswered(Identity identity) throws Exception {
        try (Scene scene = Scene.start(folder, settings(identity.certificate(), identity.key()));
                HttpClient client =
                        HttpClient.newBuilder().sslContext(identity.trust()).build()) {
            URI uri = URI.create("https://127.0.0.1:" + scene.server().port() + "/v1/classify");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .POST(BodyPublishers.ofByteArray(Scene.BLUE))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"label\":\"blue\"");
        }
    }

    @Test
    void plainHttp_getsNoAnswerThere() throws Exception {
        try (Scene scene = Scene.start(folder, settings(ec.certificate(), ec.key()))) {
            assertThatThrownBy(() -> scene.get("/health/ready")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void keyOfAnotherCertificate_isRefusedAtStart() {
        assertRefused(ec.certificate(), otherEc.key(), "the two do not belong together");
        assertRefused(ec.certificate(), rsa.key(), "the two do not belong together");
    }

    @Test
    void fileThatHoldsNoKey_isRefusedAtStart() {
        assertRefused(ec.certificate(), ec.certificate(), "BEGIN PRIVATE KEY");
    }

    @Test
    void keyThatIsCutOff_isRefusedAtStart() throws IOException {
        String cut = "-----BEGIN PRIVATE KEY-----\nMIGHA\n-----END PRIVATE KEY-----\n";
        assertRefused(ec.certificate(), Files.writeString(folder.resolve("cut.key"), cut), "tls-key");
    }

    @Test
    void fileThatHoldsNoCertificate_isRefusedAtStart() throws IOException {
        assertRefused(Files.writeString(folder.resolve("empty.crt"), ""), ec.key(), "BEGIN CERTIFICATE");
        assertRefused(Files.writeString(folder.resolve("no.crt"), "no certificate"), ec.key(), "tls-certificate");
    }

    private void assertRefused(Path certificate, Path key, String reason) {
        assertThatThrownBy(() -> Scene.start(folder, settings(certificate, key)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(reason);
    }

    private static Map<Setting, String> settings(Path certificate, Path key) {
        return Map.of(Setting.TLS_CERTIFICATE, certificate.toString(), Setting.TLS_KEY, key.toString());
    }
}
