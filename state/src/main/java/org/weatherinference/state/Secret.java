package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random names and secrets, in hex: safe in URLs, headers and shells, and one double click selects them. */
final class Secret {
    /** Digits of an id. */
    static final int ID_DIGITS = 12;
    /** Digits of a secret: 256 bits, which nobody can guess however fast the hash is. */
    static final int SECRET_DIGITS = 64;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();

    private Secret() {}

    /** A name for a row, not secret. */
    static String id() {
        return random(ID_DIGITS);
    }

    /** What is shown once, and kept as its {@link #hash}. */
    static String secret() {
        return random(SECRET_DIGITS);
    }

    private static String random(int digits) {
        byte[] bytes = new byte[digits / 2];
        RANDOM.nextBytes(bytes);
        return HEX.formatHex(bytes);
    }

    /** SHA-256, in hex. */
    static String hash(String secret) {
        return hash(secret.getBytes(US_ASCII));
    }

    /** SHA-256, in hex. */
    static String hash(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether it is the secret of that hash; takes as long whichever digits differ. */
    static boolean fits(String secret, String hash) {
        return MessageDigest.isEqual(hash(secret).getBytes(US_ASCII), hash.getBytes(US_ASCII));
    }
}
