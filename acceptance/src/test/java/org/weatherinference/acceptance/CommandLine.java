package org.weatherinference.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./weather} in a checkout, run as a user runs it. */
record CommandLine(Path checkout, Path home) {
    private static final int MINUTES = 10;

    /** How a command ended, and what it said. */
    record Result(int exitCode, String out, String err) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        Process process = start(Map.of(), out, err, List.of(arguments));
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    String.join(" ", arguments) + " did not end within " + MINUTES + " minutes");
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** {@code ./weather serve} with these options. */
    RunningServer serve(String... options) throws IOException {
        return serve(Map.of(), Files.createTempFile(home, "out", ".txt"), options);
    }

    /** The same with more in its environment, and its log elsewhere. */
    RunningServer serve(Map<String, String> environment, Path out, String... options) throws IOException {
        Path err = Files.createTempFile(home, "err", ".txt");
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of(options));
        return new RunningServer(start(environment, out, err, arguments), out, err);
    }

    private Process start(Map<String, String> environment, Path out, Path err, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("./weather"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("WEATHER_HOME", home.toString());
        builder.environment().putAll(environment);
        // The launcher has to find the JDK by itself.
        builder.environment().remove("JAVA_HOME");
        return builder.start();
    }

    /** The files of a checkout without what was built in it. */
    static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            all.filter(path -> kept(from.relativize(path)))
                    .forEach(path ->
                            copyOne(path, to.resolve(from.relativize(path).toString())));
        }
    }

    private static boolean kept(Path path) {
        for (Path part : path) {
            if (part.toString().equals("target") || part.toString().equals(".git")) {
                return false;
            }
        }
        return true;
    }

    private static void copyOne(Path from, Path to) {
        try {
            if (Files.isDirectory(from)) {
                Files.createDirectories(to);
            } else {
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
