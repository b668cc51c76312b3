package org.weatherinference.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command over many photos, watched while it ran.
 *
 * @param out the lines that it wrote, of which the first and the last were {@code seconds} apart
 * @param resident megabytes of memory in use, twice a second
 */
record TimedRun(int exitCode, List<String> out, String err, double seconds, List<Long> resident) {
    private static final Pattern BATCH = Pattern.compile("([\\d,]+) photos in ([\\d.]+) s");
    private static final int SAMPLE_MILLIS = 500;

    /** Runs it to its end. */
    static TimedRun of(ProcessBuilder command) throws IOException, InterruptedException {
        Path err = Files.createTempFile("err", ".txt");
        Process process = command.redirectError(err.toFile()).start();
        List<Long> resident = new ArrayList<>();
        Thread sampler = Thread.ofVirtual().start(() -> sample(process, resident));
        List<String> lines = new ArrayList<>();
        long first = 0;
        long last = 0;
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last = System.nanoTime();
                first = lines.isEmpty() ? last : first;
                lines.add(line);
            }
        }
        int exitCode = process.waitFor();
        sampler.join();
        String said = Files.readString(err);
        Files.delete(err);
        return new TimedRun(exitCode, lines, said, (last - first) / 1e9, resident);
    }

    private static void sample(Process process, List<Long> resident) {
        while (process.isAlive()) {
            resident(process.toHandle()).ifPresent(resident::add);
            try {
                Thread.sleep(SAMPLE_MILLIS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** Megabytes of memory that a process has in use now; nothing where this system does not tell. */
    static Optional<Long> resident(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /** Photos a second from the first line to the last. */
    double linesASecond() {
        return (out.size() - 1) / seconds;
    }

    /** Photos a second as a batch says it at its end. */
    double saidASecond() {
        Matcher found = BATCH.matcher(err);
        if (!found.find()) {
            throw new IllegalStateException("no batch ended: " + err);
        }
        return Long.parseLong(found.group(1).replace(",", "")) / Double.parseDouble(found.group(2));
    }
}
