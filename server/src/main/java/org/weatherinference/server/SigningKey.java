package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs what a server gives away and wants to know again, without keeping it (HMAC-SHA256 of RFC 2104, cut to 128
 * bits). Replicas know each other's where they have the same secret. Safe to share.
 */
final class SigningKey {
    static final int BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int RANDOM_BYTES = 32;
    private static final String FILE = "signing-key";

    private final Path home;
    private final Consumer<String> notices;
    private @Nullable SecretKeySpec key;

    private SigningKey(Path home, Consumer<String> notices) {
        this.home = home;
        this.notices = notices;
    }

    /** Of a secret. */
    static SigningKey of(String secret) {
        SigningKey signing = new SigningKey(Path.of(""), _ -> {});
        signing.key = key(secret);
        return signing;
    }

    /**
     * Of a random secret in the user's folder, which is read or made when it is first needed. Where that folder cannot
     * be written to, the secret lasts as long as the server does.
     *
     * @param notices takes what an operator should know
     */
    static SigningKey in(Path home, Consumer<String> notices) {
        return new SigningKey(home, notices);
    }

    private static SecretKeySpec key(String secret) {
        return new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    }

    /** {@value #BYTES} bytes. */
    byte[] sign(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            return Arrays.copyOf(mac.doFinal(message), BYTES);
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("every Java has " + ALGORITHM, fault);
        }
    }

    /** Whether it is what {@link #sign} gives; takes as long for one wrong signature as for another. */
    boolean fits(byte[] message, byte[] signature) {
        return MessageDigest.isEqual(sign(message), signature);
    }

    private synchronized SecretKeySpec key() {
        if (key == null) {
            key = key(kept());
        }
        return key;
    }

    private String kept() {
        Path file = home.resolve(FILE);
        try {
            return Files.exists(file) ? Files.readString(file).strip() : make(file);
        } catch (IOException fault) {
            notices.accept("answers are signed with a secret that ends with this process, since " + file
                    + " cannot be used: " + fault + "; set --secret where replicas or a restart should know them");
            return random();
        }
    }

    /** Whole or not there: of two processes that make it at once, one keeps the other's. */
    private String make(Path file) throws IOException {
        Files.createDirectories(home);
        Path fresh = Files.createTempFile(home, "." + FILE, ".new");
        try {
            if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(fresh, random() + "\n");
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException _) {
            // The other's is read below.
        } finally {
            Files.delete(fresh);
        }
        return Files.readString(file).strip();
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
