package org.weatherinference.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files. */
final class Checksum {
    private final MessageDigest digest = sha256();

    static String of(Path file) throws IOException {
        Checksum one = new Checksum();
        one.add(file);
        return one.hex();
    }

    void add(byte[] bytes) {
        digest.update(bytes);
    }

    void add(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            var buffer = new byte[1 << 16];
            for (int length = input.read(buffer); length > 0; length = input.read(buffer)) {
                digest.update(buffer, 0, length);
            }
        }
    }

    /** In lower case; what was added is forgotten. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
