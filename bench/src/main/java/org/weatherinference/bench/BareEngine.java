package org.weatherinference.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;

/**
 * Decoding and ONNX Runtime in one process, without HTTP: no server can answer faster. Arguments: PHOTO THREADS
 * SECONDS; prints photos a second and the median milliseconds of a photo.
 */
public final class BareEngine {
    private BareEngine() {}

    public static void main(String[] arguments) throws Exception {
        byte[] photo = Files.readAllBytes(Path.of(arguments[0]));
        int threads = Integer.parseInt(arguments[1]);
        long nanos = Long.parseLong(arguments[2]) * 1_000_000_000;
        try (PhotoClassifier classifier = PhotoClassifier.open(
                BundleStore.standard().standardBundle(), PhotoDecoder.create(PhotoLimits.DEFAULT))) {
            measure(classifier, photo, threads, nanos); // until all is compiled
            double[] times = measure(classifier, photo, threads, nanos);
            System.out.println(times.length * 1e9 / nanos + " " + times[times.length / 2]);
        }
    }

    /** Milliseconds of each photo, sorted. */
    private static double[] measure(PhotoClassifier classifier, byte[] photo, int threads, long nanos)
            throws Exception {
        long end = System.nanoTime() + nanos;
        Callable<List<Double>> work = () -> {
            List<Double> times = new ArrayList<>();
            for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                classifier.classify(photo, null, false);
                times.add((System.nanoTime() - begin) / 1e6);
            }
            return times;
        };
        List<Double> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<List<Double>> part : pool.invokeAll(Collections.nCopies(threads, work))) {
                all.addAll(part.get());
            }
        }
        double[] sorted = all.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Runs it in a process of its own. */
    static Load inOwnProcess(Path photo, int threads, int seconds) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.add("-Dweather.shipped=" + System.getProperty("weather.shipped"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareEngine.class.getName()));
        command.addAll(List.of(photo.toString(), String.valueOf(threads), String.valueOf(seconds)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the bare engine failed");
        }
        String[] figures = said.strip().split(" ", -1);
        return new Load(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.NaN, 0);
    }
}
