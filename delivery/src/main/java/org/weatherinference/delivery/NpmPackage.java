package org.weatherinference.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.Progress;

/**
 * A package of npm's, pinned: of whatever place its bytes come, they are those that were pinned or are not used. The
 * registry is of the user's own choice and often a private mirror, so that its address is not checked as those of
 * visitors' photos are.
 *
 * @param name without a scope, as {@code onnxruntime-web}
 * @param integrity the SHA-512 of its archive, in Base64, as registries and lock files say it (W3C Subresource
 *     Integrity)
 */
record NpmPackage(String name, String version, String integrity) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MOST_BYTES = 200 << 20;
    private static final int KILOBYTE = 1024;

    String reference() {
        return name + "@" + version;
    }

    private String fileName() {
        return name + "-" + version + ".tgz";
    }

    /**
     * Its archive, fetched where it was not yet.
     *
     * @param registry its address, with a slash at the end
     * @param cache the folder where archives are kept; need not exist
     * @throws CommandException when it cannot be fetched, or is another than was pinned
     */
    Path fetch(URI registry, Path cache) throws IOException, InterruptedException {
        Path kept = cache.resolve(fileName());
        if (Files.exists(kept) && isPinned(digest(kept))) {
            return kept;
        }
        Files.createDirectories(cache);
        URI address = registry.resolve(name + "/-/" + fileName());
        Path unfinished = Files.createTempFile(cache, fileName(), ".unfinished");
        try {
            check(load(address, unfinished), address.toString());
            return Files.move(unfinished, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Looks at an archive that was fetched by hand.
     *
     * @throws CommandException when it is another than was pinned
     */
    void check(Path archive) throws IOException {
        check(digest(archive), archive.toString());
    }

    private void check(byte[] digest, String from) {
        if (!isPinned(digest)) {
            throw new CommandException(from + " is not " + reference() + " as it was published: its SHA-512 is "
                    + Base64.getEncoder().encodeToString(digest) + ", must be " + integrity);
        }
    }

    private boolean isPinned(byte[] digest) {
        return MessageDigest.isEqual(digest, Base64.getDecoder().decode(integrity));
    }

    private static byte[] digest(Path file) throws IOException {
        try (var digesting = new DigestOutputStream(OutputStream.nullOutputStream(), sha512())) {
            Files.copy(file, digesting);
            return digesting.getMessageDigest().digest();
        }
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** @return the digest of what came */
    private byte[] load(URI address, Path file) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw unreachable(address, "the answer is " + answer.statusCode());
                }
                return save(
                        body,
                        answer.headers().firstValueAsLong("Content-Length").orElse(-1),
                        file);
            }
        } catch (ConnectException _) {
            // Of why, the client says nothing.
            throw unreachable(address, "nothing answers there");
        } catch (IOException fault) {
            throw unreachable(address, fault.toString());
        }
    }

    private byte[] save(InputStream body, long length, Path file) throws IOException {
        try (var out = new DigestOutputStream(Files.newOutputStream(file), sha512());
                Progress progress = Progress.start("Fetching " + reference(), Math.floorDiv(length, KILOBYTE), "KB")) {
            var buffer = new byte[64 * KILOBYTE];
            long all = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                out.write(buffer, 0, read);
                progress.step((all + read) / KILOBYTE - all / KILOBYTE);
                all += read;
                if (all > MOST_BYTES) {
                    throw new IOException("it is longer than " + (MOST_BYTES >> 20) + " MB");
                }
            }
            return out.getMessageDigest().digest();
        }
    }

    private CommandException unreachable(URI address, String reason) {
        return new CommandException(reference() + " cannot be fetched from " + address + ": " + reason
                + "; name another registry with --registry, or type `npm pack " + reference()
                + "` where there is one and give the file with --runtime");
    }

    /**
     * Files out of its archive.
     *
     * @param names below the package's folder, as {@code dist/ort.wasm.min.js}
     * @throws CommandException when one of them is not in it
     */
    Map<String, byte[]> files(Path archive, Set<String> names) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                if (names.contains(name)) {
                    files.put(name, tar.readAllBytes());
                }
            }
        }
        for (String name : names) {
            if (!files.containsKey(name)) {
                throw new CommandException(archive + " has no " + name);
            }
        }
        return files;
    }
}
