package org.weatherinference.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process holds at a moment, as Linux says.
 *
 * @param photos that it had answered until then
 * @param megabytes of memory that it has in RAM
 * @param heap megabytes that Java's objects took then, as the server's metrics say
 * @param threads of it
 * @param files and sockets that it has open
 */
record ProcessFigures(int photos, long megabytes, long heap, int threads, int files) {
    static ProcessFigures of(long pid, int photos, long heapBytes) throws IOException {
        Path process = Path.of("/proc", String.valueOf(pid));
        List<String> status = Files.readAllLines(process.resolve("status"));
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new ProcessFigures(
                    photos, number(status, "VmRSS:") / 1024, heapBytes >> 20, (int) number(status, "Threads:"), (int)
                            open.count());
        }
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
