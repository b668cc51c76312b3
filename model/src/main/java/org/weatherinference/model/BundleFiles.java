package org.weatherinference.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a bundle's folder: exactly those that its manifest lists, all inside it, none changed. */
final class BundleFiles {
    static final String NETWORK = "model.onnx";
    static final String CARD = "MODEL_CARD.md";
    private static final List<String> REQUIRED = List.of(NETWORK, CARD, GoldenPhotos.FILE);

    private BundleFiles() {}

    /** @throws BundleException when there is no such file, or it is longer than allowed */
    static byte[] read(Path folder, String path, int maxBytes) throws IOException, BundleException {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException("there is no " + path);
        }
        if (Files.size(file) > maxBytes) {
            throw new BundleException(path + " has " + Files.size(file) + " bytes, limit is " + maxBytes);
        }
        return Files.readAllBytes(file);
    }

    /** SHA-256 of every file but the manifest, by path with forward slashes, sorted. */
    static Map<String, String> checksums(Path folder) throws IOException, BundleException {
        var sums = new TreeMap<String, String>();
        for (Path file : files(folder)) {
            sums.put(relative(folder, file), sha256(file));
        }
        return sums;
    }

    /** @throws BundleException naming the first file that breaks a rule */
    static void verify(Path folder, Map<String, String> listed) throws IOException, BundleException {
        for (String path : listed.keySet()) {
            checkInside(folder, path);
        }
        for (String path : REQUIRED) {
            if (!listed.containsKey(path)) {
                throw new BundleException(path + " is not listed in " + ManifestJson.FILE);
            }
        }
        for (Path file : files(folder)) {
            if (!listed.containsKey(relative(folder, file))) {
                throw new BundleException(relative(folder, file) + " is not listed in " + ManifestJson.FILE);
            }
        }
        for (var entry : listed.entrySet()) {
            checkSum(folder, entry.getKey(), entry.getValue());
        }
    }

    private static void checkInside(Path folder, String path) throws BundleException {
        try {
            Path file = folder.resolve(path).normalize();
            if (!path.isEmpty()
                    && !path.contains("\\")
                    && file.startsWith(folder)
                    && relative(folder, file).equals(path)) {
                return;
            }
        } catch (InvalidPathException _) {
            // Refused below, like every other path that is not plain.
        }
        throw new BundleException(ManifestJson.FILE + ": path \"" + path + "\" is not a plain path within the bundle");
    }

    private static void checkSum(Path folder, String path, String listed) throws IOException, BundleException {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(path + " is listed in " + ManifestJson.FILE + " but missing");
        }
        String found = sha256(file);
        if (!found.equals(listed)) {
            throw new BundleException(path + " was changed: its SHA-256 is " + found + ", listed is " + listed);
        }
    }

    private static List<Path> files(Path folder) throws IOException, BundleException {
        List<Path> paths = Folders.tree(folder);
        for (Path path : paths.subList(1, paths.size())) {
            if (Files.isSymbolicLink(path)) {
                throw new BundleException(relative(folder, path) + " is a link, must be a file");
            }
        }
        return paths.stream()
                .filter(path -> !Files.isDirectory(path) && !path.equals(folder.resolve(ManifestJson.FILE)))
                .toList();
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (int length = input.read(buffer); length > 0; length = input.read(buffer)) {
                digest.update(buffer, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
