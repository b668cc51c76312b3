package org.weatherinference.training;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.Evaluation;
import org.weatherinference.evaluation.Evaluator;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleDraft;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.Preparation;
import org.weatherinference.model.Provenance;
import org.weatherinference.training.Fitting.Fitted;

/** Makes a fitted network into a bundle that knows where it came from and how well it does. */
final class BundleMaker {
    private static final String LICENCE =
            "Apache-2.0 for the network; the photos it learnt from have licences of their own,"
                    + " listed under provenance";

    /** The setting that counts the epochs of a network and of those it came from. */
    static final String EPOCHS_IN_ALL = "epochs-in-all";

    private final String name;
    private final StartNetwork start;
    private final Dataset dataset;

    /**
     * @throws IllegalArgumentException when no bundle may have that name or those labels, before anything is trained
     */
    BundleMaker(String name, StartNetwork start, Dataset dataset) {
        this.name = name;
        this.start = start;
        this.dataset = dataset;
        int size = TrainingPlan.LEAST_SIZE;
        draft(new Preparation(size, size, Preparation.Fit.SQUASH), 1, 0, null, null, new byte[0], "");
    }

    /** The network's answers to the valid split, as a user of the bundle would get them; null where that is empty. */
    @Nullable
    Evaluation measure(Fitted fitted) throws BundleException, IOException, DatasetException {
        Dataset valid = dataset.only(Split.VALID);
        if (valid.entries().isEmpty()) {
            return null;
        }
        Path folder = Files.createTempDirectory("weather-measure");
        try {
            Bundle bundle = BundleStore.open(folder).add(draft(fitted, null));
            try (Classifier classifier = bundle.classifier()) {
                int threads = Runtime.getRuntime().availableProcessors();
                return new Evaluator(classifier, bundle.manifest(), threads)
                        .evaluate(valid)
                        .evaluation();
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    BundleDraft draft(Fitted fitted, @Nullable Evaluation measured) throws DatasetException {
        Metrics metrics = measured == null ? null : measured.metrics();
        Provenance provenance = provenance(fitted);
        String card = ModelCard.of(name, dataset.labels(), fitted.calibration(), metrics, provenance);
        double temperature = fitted.calibration().temperature();
        double unsureThreshold = fitted.calibration().unsureThreshold();
        return draft(
                fitted.plan().preparation(), temperature, unsureThreshold, metrics, provenance, fitted.network(), card);
    }

    private BundleDraft draft(
            Preparation preparation,
            double temperature,
            double unsureThreshold,
            @Nullable Metrics metrics,
            @Nullable Provenance provenance,
            byte[] network,
            String card) {
        return new BundleDraft(
                name,
                dataset.labels(),
                preparation,
                temperature,
                unsureThreshold,
                metrics,
                provenance,
                LICENCE,
                network,
                card);
    }

    private Provenance provenance(Fitted fitted) throws DatasetException {
        Dataset train = dataset.only(Split.TRAIN);
        Map<String, Integer> photos = train.entries().stream()
                .collect(Collectors.toMap(Entry::label, entry -> 1, Integer::sum, TreeMap::new));
        Map<String, String> settings = new LinkedHashMap<>(fitted.plan().settings());
        settings.put("best-epoch", Integer.toString(fitted.bestEpoch()));
        settings.put(EPOCHS_IN_ALL, Integer.toString(start.epochs() + fitted.bestEpoch()));
        return new Provenance(
                start.name(),
                dataset.hash(),
                photos,
                sources(train),
                settings,
                versions(),
                fitted.history().stream().map(EpochResult::forBundle).toList());
    }

    private static List<Provenance.Source> sources(Dataset train) {
        Map<String, List<Entry>> bySource = train.entries().stream()
                .collect(Collectors.groupingBy(Entry::source, TreeMap::new, Collectors.toList()));
        return bySource.entrySet().stream()
                .map(source -> new Provenance.Source(
                        source.getKey(),
                        source.getValue().stream()
                                .map(Entry::licence)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining("; ")),
                        source.getValue().size()))
                .toList();
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("weather-inference", version(BundleMaker.class));
        versions.put("java", Runtime.version().toString());
        versions.put("pytorch", Engine.getInstance().getVersion());
        // Asking ONNX Runtime itself would start it, which is left to the classifier.
        versions.put("onnxruntime", version(OrtEnvironment.class));
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return versions;
    }

    /** Of the jar that a class is in. */
    private static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
