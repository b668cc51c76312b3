package org.weatherinference.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate chain and its key from PEM files (RFC 7468), as certificate authorities hand them out. */
final class PemIdentity {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private PemIdentity() {}

    /** @throws SettingException when a file is not what it should be, or the two do not belong together */
    static KeyStore read(ServerSettings.Tls tls) throws SettingException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            PrivateKey key = key(tls.key());
            Certificate[] chain = chain(tls.certificate());
            checkPair(key, chain[0].getPublicKey());
            store.setKeyEntry("server", key, new char[0], chain);
            return store;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException fault) {
            throw new SettingException(Setting.TLS_CERTIFICATE.key() + " and " + Setting.TLS_KEY.key() + " ("
                    + tls.certificate() + ", " + tls.key() + ") cannot be used: " + fault.getMessage());
        }
    }

    private static Certificate[] chain(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new IOException(file + " holds no \"BEGIN CERTIFICATE\"");
            }
            return chain;
        }
    }

    /** A key store does not look, and TLS would fail with every client. */
    private static void checkPair(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        byte[] probe = {1, 2, 3};
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        if (certified.getAlgorithm().equals(key.getAlgorithm())) {
            signature.initVerify(certified);
            signature.update(probe);
            if (signature.verify(signed)) {
                return;
            }
        }
        throw new InvalidKeyException("the two do not belong together");
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        Matcher pem = KEY.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new IOException(file + " holds no \"BEGIN PRIVATE KEY\" (PKCS #8, not encrypted); openssl pkcs8"
                    + " -topk8 -nocrypt makes one");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException _) {
                // Of another kind: the next one.
            }
        }
        throw new IOException(file + " holds a key that is none of " + ALGORITHMS);
    }
}
