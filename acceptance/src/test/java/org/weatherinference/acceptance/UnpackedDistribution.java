package org.weatherinference.acceptance;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A distribution, unpacked as programs do that keep permissions and times, and called by a link from elsewhere, with no
 * Java anywhere near.
 *
 * @param link to its launcher
 * @param home of its user
 */
record UnpackedDistribution(Path folder, Path link, Path home) {
    private static final int SECONDS = 120;

    static UnpackedDistribution of(Path zip, Path folder) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
            for (Path file : files(files.getPath("/"))) {
                Path copy = folder.resolve(file.toString().substring(1));
                Files.createDirectories(copy.resolveSibling(""));
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
            }
        }
        Path launcher;
        try (Stream<Path> top = Files.list(folder)) {
            launcher = top.findFirst().orElseThrow().resolve("bin/weather");
        }
        Path home = Files.createDirectories(folder.resolveSibling("home"));
        return new UnpackedDistribution(
                folder, Files.createSymbolicLink(folder.resolveSibling("weather"), launcher), home);
    }

    List<Path> files() throws IOException {
        return files(folder);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    CommandLine.Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        Process process = start(out, err, arguments);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", arguments) + " does not end: " + Files.readString(err));
        }
        return new CommandLine.Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    RunningServer serve() throws IOException {
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        return new RunningServer(start(out, err, "serve", "--port", "0"), out, err);
    }

    /** With an environment that holds nothing but a home and the system's own programs, of which Java is none. */
    private Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(link.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PATH", programs());
        return builder.start();
    }

    /** A folder with readlink alone: the one program that the launcher calls, where it was called by a link. */
    private String programs() throws IOException {
        Path folder = Files.createDirectories(home.resolve("programs"));
        Path readlink = folder.resolve("readlink");
        if (!Files.exists(readlink)) {
            Files.createSymbolicLink(readlink, Path.of("/bin/readlink").toRealPath());
        }
        return folder.toString();
    }
}
