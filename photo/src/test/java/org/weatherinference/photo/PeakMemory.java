package org.weatherinference.photo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decodes one file for {@link HostileFileTest}; prints the outcome, the milliseconds and the process's peak in MB. */
final class PeakMemory {
    private PeakMemory() {}

    /** Decodes the file whose path is the first argument. */
    public static void main(String[] arguments) throws IOException {
        byte[] file = Files.readAllBytes(Path.of(arguments[0]));
        long start = System.nanoTime();
        String outcome = outcome(file);
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println(outcome + "\n" + millis + "\n" + peakMegabytes());
    }

    private static String outcome(byte[] file) {
        try {
            Photo photo = Fixtures.DECODER.decode(file);
            return photo.width() + " x " + photo.height() + " " + photo.applied();
        } catch (PhotoException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
