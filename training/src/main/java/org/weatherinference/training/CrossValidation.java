package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.weatherinference.command.Progress;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.evaluation.Evaluation;
import org.weatherinference.model.BundleException;
import org.weatherinference.training.Fitting.Fitted;

/**
 * Trains once for each of several divisions of a dataset and measures on what each left out: how well the settings do,
 * rather than one network. Beside it stands what a {@link LinearHead} does on the same.
 */
final class CrossValidation {
    private final StartNetwork start;
    private final TrainingPlan plan;

    CrossValidation(StartNetwork start, TrainingPlan plan) {
        this.start = start;
        this.plan = plan;
    }

    /** Divisions of all photos into as many parts, by what the part is called. */
    static Map<String, Dataset> folds(Dataset dataset, int count, long seed) throws DatasetException {
        Map<String, Dataset> parts = new LinkedHashMap<>();
        List<Dataset> folds = dataset.folds(seed, count);
        for (int i = 0; i < count; i++) {
            parts.put("fold " + (i + 1) + " of " + count, folds.get(i));
        }
        return parts;
    }

    /** One division for each source, which leaves that source out. */
    static Map<String, Dataset> sources(Dataset dataset) throws DatasetException {
        Map<String, Dataset> parts = new LinkedHashMap<>();
        for (String source : dataset.sources()) {
            parts.put("without " + source, dataset.leaveOut(source));
        }
        return parts;
    }

    /** Hears of each part as it comes. */
    interface PartListener {
        TrainingListener starts(String part);

        void done(PartResult result);
    }

    /**
     * All parts' results; nothing when it was stopped.
     *
     * @param dataset all photos
     * @param parts divisions of it
     * @param scratch where checkpoints may lie meanwhile
     */
    Optional<List<PartResult>> run(
            Dataset dataset, Map<String, Dataset> parts, Path scratch, PartListener listener, BooleanSupplier stop)
            throws TrainingException, DatasetException, BundleException, IOException {
        LinearHead head = new LinearHead(features(dataset));
        List<PartResult> results = new ArrayList<>();
        for (Map.Entry<String, Dataset> part : parts.entrySet()) {
            int headWrong = head.wrong(part.getValue());
            Optional<Fitted> fitted = fit(part.getValue(), scratch, listener.starts(part.getKey()), stop);
            if (fitted.isEmpty()) {
                return Optional.empty();
            }
            Evaluation evaluation = new BundleMaker("part", start, part.getValue()).measure(fitted.get());
            if (evaluation != null) {
                results.add(new PartResult(part.getKey(), evaluation, headWrong));
                listener.done(results.getLast());
            }
        }
        return Optional.of(results);
    }

    private FrozenFeatures features(Dataset dataset) throws TrainingException {
        int photos = dataset.entries().size();
        try (Progress progress = Progress.start("Looking through the network as it is", photos, "photos")) {
            return FrozenFeatures.of(start, dataset, plan, progress);
        }
    }

    private Optional<Fitted> fit(Dataset dataset, Path scratch, TrainingListener listener, BooleanSupplier stop)
            throws TrainingException, DatasetException, IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(scratch), "part-");
        try {
            return new Fitting(start, plan).fit(dataset, folder, listener, stop);
        } finally {
            new Checkpoint(folder).delete();
            Files.delete(folder);
        }
    }
}
