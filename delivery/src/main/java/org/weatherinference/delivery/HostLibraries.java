package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.weatherinference.command.CommandException;

/** The system's own libraries that programs and libraries need, as the machine's {@code ldd} tells. */
final class HostLibraries {
    private static final Pattern FOUND = Pattern.compile("^\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");
    private static final Pattern MISSING = Pattern.compile("^\\s*(\\S+) => not found$");
    /** What the C library before 2.34 loads by name to look up hosts. */
    private static final List<String> LOOK_UP = List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");

    private HostLibraries() {}

    /**
     * Their paths on this machine.
     *
     * @param files programs and libraries that lie below {@code root}, where they find each other
     */
    static NavigableSet<Path> of(List<Path> files, Path root) throws IOException, InterruptedException {
        NavigableSet<Path> libraries = new TreeSet<>();
        for (String line : ldd(files)) {
            Matcher found = FOUND.matcher(line);
            if (found.matches() && !Path.of(found.group(1)).startsWith(root)) {
                libraries.add(Path.of(found.group(1)));
            }
            Matcher missing = MISSING.matcher(line);
            if (missing.matches() && !liesIn(files, missing.group(1))) {
                throw new CommandException("this machine has no " + missing.group(1)
                        + ", which the server needs: install it, or take a base image with --base");
            }
        }
        addLookUp(libraries);
        return libraries;
    }

    /** A library may be asked for by a version that its file is not named by, when something loads it before. */
    private static boolean liesIn(List<Path> files, String library) {
        return files.stream()
                .map(file -> file.getFileName().toString())
                .anyMatch(name -> library.equals(name) || library.startsWith(name + "."));
    }

    private static void addLookUp(NavigableSet<Path> libraries) {
        List<Path> folders = libraries.stream()
                .filter(library -> library.getFileName().toString().equals("libc.so.6"))
                .map(Path::getParent)
                .toList();
        folders.stream()
                .flatMap(folder -> LOOK_UP.stream().map(folder::resolve))
                .filter(Files::exists)
                .forEach(libraries::add);
    }

    private static List<String> ldd(List<Path> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ldd"));
        files.forEach(file -> command.add(file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = start(builder);
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0 || lines.stream().noneMatch(line -> line.contains("libc.so.6"))) {
            throw new CommandException("ldd cannot tell which libraries the server needs, as on a Linux without glibc:"
                    + " take a base image with glibc, with --base; it said: " + said(lines.stream()));
        }
        return lines;
    }

    private static String said(Stream<String> lines) {
        return lines.limit(3)
                .reduce("", (all, line) -> all + " " + line.strip())
                .strip();
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new CommandException(
                    "this machine has no ldd, which comes with glibc: take a base image with --base", missing);
        }
    }
}
