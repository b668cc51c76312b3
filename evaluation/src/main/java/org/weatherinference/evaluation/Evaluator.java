package org.weatherinference.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.Classifier;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/**
 * Asks a bundle about all photos of a dataset, by the same way from bytes to answer as its users go. Safe to share
 * between threads. Does not close the classifier.
 */
public final class Evaluator {
    private final Classifier classifier;
    private final BundleManifest manifest;
    private final int threads;
    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);

    /**
     * @param manifest of the bundle whose classifier it is
     * @param threads that decode and classify at once, at least 1; one a core is fastest
     */
    public Evaluator(Classifier classifier, BundleManifest manifest, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", must be at least 1");
        }
        this.classifier = classifier;
        this.manifest = manifest;
        this.threads = threads;
    }

    /** As {@link #evaluate(Dataset, Runnable)}, telling nobody how far it has come. */
    public Measurement evaluate(Dataset dataset) throws DatasetException {
        return evaluate(dataset, () -> {});
    }

    /**
     * The answers to all photos of the dataset, in its order, whatever the number of threads.
     *
     * @param photoDone run after each photo, on the thread that did it
     * @throws DatasetException where the bundle does not know a label of the dataset, or no photo could be read
     * @throws CancellationException when the calling thread is interrupted; the thread stays marked as such
     */
    public Measurement evaluate(Dataset dataset, Runnable photoDone) throws DatasetException {
        checkLabels(dataset);
        List<Case> cases = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Outcome outcome : outcomes(dataset, photoDone)) {
            switch (outcome) {
                case Case answered -> cases.add(answered);
                case Unreadable photo -> unreadable.add(photo);
            }
        }
        if (cases.isEmpty()) {
            throw nothingMeasured(dataset, unreadable);
        }
        return new Measurement(manifest, new Evaluation(manifest.labels(), cases), unreadable);
    }

    private void checkLabels(Dataset dataset) throws DatasetException {
        for (String label : dataset.labels()) {
            if (!manifest.labels().contains(label)) {
                throw new DatasetException("%s:%d does not know the label '%s' of %s; it knows: %s"
                        .formatted(
                                manifest.name(),
                                manifest.version(),
                                label,
                                dataset.folder(),
                                String.join(", ", manifest.labels())));
            }
        }
    }

    private static DatasetException nothingMeasured(Dataset dataset, List<Unreadable> unreadable) {
        if (unreadable.isEmpty()) {
            return new DatasetException("there is no photo of %s to measure on".formatted(dataset.folder()));
        }
        Unreadable first = unreadable.getFirst();
        return new DatasetException("none of the %d photos of %s could be read; the first is %s: %s"
                .formatted(unreadable.size(), dataset.folder(), first.path(), first.reason()));
    }

    private List<Outcome> outcomes(Dataset dataset, Runnable photoDone) {
        List<Callable<Outcome>> tasks = new ArrayList<>();
        for (Entry entry : dataset.entries()) {
            tasks.add(() -> {
                Outcome outcome = outcome(dataset, entry);
                photoDone.run();
                return outcome;
            });
        }
        return Parallel.run(tasks, threads);
    }

    private Outcome outcome(Dataset dataset, Entry entry) {
        try {
            byte[] file = Files.readAllBytes(dataset.file(entry));
            Photo photo = manifest.preparation().decode(decoder, file);
            return new Case(
                    entry,
                    classifier.classify(photo),
                    Familiarity.of(entry, manifest.provenance()),
                    Brightness.of(photo));
        } catch (NoSuchFileException e) {
            return new Unreadable(entry.path(), "does not exist");
        } catch (IOException | PhotoException e) {
            return new Unreadable(entry.path(), String.valueOf(e.getMessage()));
        }
    }
}
