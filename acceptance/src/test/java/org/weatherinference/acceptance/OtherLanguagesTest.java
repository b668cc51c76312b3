package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleDraft;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.Preparation;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/** The examples that run a bundle with ONNX Runtime alone tell what we tell. */
class OtherLanguagesTest {
    private static final double TOLERANCE = 0.005;
    /** Its library shrinks pictures in two steps, which shows where they have fine lines. */
    private static final double TOLERANCE_OF_NODE = 0.015;

    private static final int MINUTES = 5;

    @TempDir
    Path folder;

    private List<Bundle> bundles = List.of();

    @BeforeEach
    void squashAndCrop() throws Exception {
        BundleStore store = Checkout.shipped(folder.resolve("home"));
        Bundle shipped = store.resolve("sun-rain");
        bundles = List.of(shipped, store.add(cropped(shipped)));
    }

    private static BundleDraft cropped(Bundle bundle) throws IOException {
        BundleManifest manifest = bundle.manifest();
        Preparation squash = manifest.preparation();
        return new BundleDraft(
                "cropped",
                manifest.labels(),
                new Preparation(squash.width(), squash.height(), Preparation.Fit.CROP),
                manifest.temperature(),
                manifest.unsureThreshold(),
                null,
                null,
                manifest.licence(),
                Files.readAllBytes(bundle.network()),
                "# Cropped\n");
    }

    @Test
    void node_tellsTheSame() throws Exception {
        assumeTrue(succeeds("node", "--version"), "left out: the example in Node needs node on this machine");
        assumeTrue(succeeds("npm", "--version"), "left out: the example in Node needs npm on this machine");
        for (String file : List.of("classify.mjs", "package.json")) {
            Files.copy(Checkout.root().resolve("examples/node").resolve(file), folder.resolve(file));
        }
        assumeTrue(
                succeeds("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"),
                "left out: the example in Node needs packages that npm could not get");
        for (Bundle bundle : bundles) {
            assertSame(bundle, output(command(bundle, "node", "classify.mjs")), TOLERANCE_OF_NODE);
        }
    }

    @Test
    void python_tellsTheSame() throws Exception {
        assumeTrue(
                succeeds("python3", "-c", "import numpy, onnxruntime, PIL"),
                "left out: the example in Python needs python3 with numpy, onnxruntime and pillow on this machine");
        String program = Checkout.root().resolve("examples/python/classify.py").toString();
        for (Bundle bundle : bundles) {
            assertSame(bundle, output(command(bundle, "python3", program)), TOLERANCE);
        }
    }

    @Test
    void documents_showTheExamplesAsTheyAre() throws IOException {
        String page = Files.readString(Checkout.root().resolve("docs/other-frameworks.md"));
        for (String example : List.of("node/classify.mjs", "python/classify.py")) {
            String text = Files.readString(Checkout.root().resolve("examples").resolve(example));
            assertThat(page).contains(text.substring(text.indexOf('\n') + 1).strip());
        }
    }

    private static List<String> command(Bundle bundle, String... program) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.add(bundle.folder().toString());
        photos().forEach(photo -> command.add(photo.toString()));
        return command;
    }

    private static List<Path> photos() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.root().resolve("samples"))) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
    }

    private boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = start(List.of(command));
            return process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private List<String> output(List<String> command) throws IOException, InterruptedException {
        Process process = start(command);
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(folder.resolve("output"));
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        // Of what its own script would get, only what is for graphics cards is not in the package.
        builder.environment().put("ONNXRUNTIME_NODE_INSTALL", "skip");
        return builder.start();
    }

    private static void assertSame(Bundle bundle, List<String> lines, double tolerance) throws Exception {
        assertThat(lines).hasSameSizeAs(photos());
        try (Classifier classifier = bundle.classifier()) {
            for (String line : lines) {
                Path photo = Path.of(field(line, "photo", "\"([^\"]+)\""));
                ours(bundle, classifier, photo)
                        .forEach((label, probability) -> assertThat(
                                        Double.parseDouble(field(line, label, "([-+.0-9eE]+)")))
                                .as("%s, %s, %s", bundle.reference(), photo.getFileName(), label)
                                .isCloseTo(probability, within(tolerance)));
            }
        }
    }

    private static String field(String line, String name, String value) {
        Matcher field = Pattern.compile("\"" + name + "\": ?" + value).matcher(line);
        assertThat(field.find()).as("%s in %s", name, line).isTrue();
        return field.group(1);
    }

    private static Map<String, Double> ours(Bundle bundle, Classifier classifier, Path file)
            throws IOException, PhotoException {
        Photo photo = bundle.manifest()
                .preparation()
                .decode(PhotoDecoder.create(PhotoLimits.DEFAULT), Files.readAllBytes(file));
        var probabilities = new LinkedHashMap<String, Double>();
        classifier.classify(photo).byLabel().forEach((label, value) -> probabilities.put(label, (double) value));
        return probabilities;
    }
}
