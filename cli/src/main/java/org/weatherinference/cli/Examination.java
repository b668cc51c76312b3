package org.weatherinference.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.weatherinference.model.Answer;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.BundleStore.Entry;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/** Looks at the machine and at each part that an answer needs, and measures the two that take time. */
final class Examination {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 960;
    private static final int RUNS = 21;
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private final BundleStore store;
    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
    private final List<Finding> findings = new ArrayList<>();

    Examination(BundleStore store) {
        this.store = store;
    }

    /** All that was found, the machine first. */
    List<Finding> findings() throws PhotoException {
        findings.add(Finding.good("weather", WeatherProgram.version()));
        findings.add(Finding.good("java", Runtime.version() + " in " + System.getProperty("java.home")));
        findings.add(cores());
        findings.add(memory());
        findings.add(startUp());
        if (Files.isReadable(HUGE_PAGES)) {
            findings.add(hugePages());
        }
        byte[] jpeg = examineDecoding();
        examineBundles(jpeg);
        return findings;
    }

    private static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores > 1
                ? Finding.good("cores", cores + ", each classifies one photo at a time")
                : Finding.slow("cores", "1: photos are classified one after the other");
    }

    private static Finding memory() {
        return Finding.good("memory", "at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MB of Java heap");
    }

    private static Finding startUp() {
        boolean cached = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
        return cached
                ? Finding.good("start-up", "from an AOT cache")
                : Finding.slow(
                        "start-up",
                        "without an AOT cache; remove target/launch, and the launcher makes one as it builds");
    }

    private static Finding hugePages() {
        try {
            String setting = Files.readString(HUGE_PAGES).strip();
            return setting.contains("[never]")
                    ? Finding.slow("huge pages", "off, which slows training: set " + HUGE_PAGES + " to madvise")
                    : Finding.good("huge pages", setting);
        } catch (IOException e) {
            return Finding.slow("huge pages", "cannot be told: " + e.getMessage());
        }
    }

    private byte[] examineDecoding() throws PhotoException {
        byte[] noise = new byte[WIDTH * HEIGHT * 3];
        new Random(1).nextBytes(noise);
        byte[] jpeg = PhotoEncoder.jpeg(Photo.of(WIDTH, HEIGHT, noise), 80);
        double[] millis = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            decoder.decode(jpeg);
            millis[run] = (System.nanoTime() - start) / 1e6;
        }
        findings.add(Finding.good(
                "decoding",
                String.format(Locale.ROOT, "%.1f ms for a JPEG of %d x %d", median(millis), WIDTH, HEIGHT)));
        return jpeg;
    }

    private void examineBundles(byte[] jpeg) {
        List<Entry> entries = store.list();
        if (entries.isEmpty()) {
            findings.add(Finding.broken("bundles", "none: make one with weather train"));
        }
        for (Entry entry : entries) {
            findings.add(examine(entry, jpeg));
        }
        if (!entries.isEmpty()) {
            findings.add(libraries());
        }
    }

    private Finding examine(Entry entry, byte[] jpeg) {
        Path folder = entry.folder();
        try (PhotoClassifier classifier = PhotoClassifier.open(Bundle.open(folder), decoder)) {
            double[] millis = new double[RUNS];
            for (int run = 0; run < RUNS; run++) {
                millis[run] = classifyMillis(classifier, jpeg);
            }
            return Finding.good(
                    classifier.bundle().reference(),
                    String.format(Locale.ROOT, "sound, %.1f ms to classify a decoded photo", median(millis)));
        } catch (BundleException e) {
            return Finding.broken(folder.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static double classifyMillis(PhotoClassifier classifier, byte[] jpeg) {
        return switch (classifier.classify(jpeg, null, false)) {
            case Answer.Classified answer -> answer.millis().classify();
            case Answer.Failed failure ->
                throw new IllegalStateException(failure.error().detail());
        };
    }

    /** Looked at after they were needed. */
    private static Finding libraries() {
        String folder = System.getProperty("onnxruntime.native.path");
        return folder == null
                ? Finding.slow("onnx runtime", "unpacked anew at each start: ~/.weather/cache cannot be written to")
                : Finding.good("onnx runtime", "unpacked in " + folder);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
