package org.weatherinference.cli;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.Progress;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.evaluation.Case;
import org.weatherinference.evaluation.Evaluation;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleDraft;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.Folders;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.Provenance;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.photo.Photo;

/**
 * Makes a bundle of another one's network, and measures both.
 *
 * @param name of the new one
 * @param calibration photos that the old one learnt from
 * @param valid photos that it did not learn from
 */
record Remaking(
        Surroundings around, Recipe recipe, Bundle bundle, String name, CalibrationPhotos calibration, Dataset valid) {
    private static final int RACED_PHOTOS = 10;
    private static final int RACES = 20;
    /** Not counted: memory is got and code compiled in them. */
    private static final int WARM_UP_RACES = 3;

    Remade remade() throws BundleException, DatasetException {
        // First of all: whatever fails here would fail after minutes otherwise, and ONNX Runtime is set up by it.
        Evaluation before = measure(bundle);
        byte[] network = network();
        Provenance provenance = provenance(bundle.manifest().provenance());
        Path folder = temporary();
        try {
            Bundle measured = BundleStore.open(folder).add(draft(network, provenance, null));
            Evaluation after = measure(measured);
            double[] millis = race(bundle, measured);
            return new Remade(
                    draft(network, provenance, after.metrics()),
                    new Remade.Figures(bundle.reference(), before.metrics(), millis[0], size(bundle)),
                    new Remade.Figures(name, after.metrics(), millis[1], network.length),
                    otherAnswers(before.cases(), after.cases()));
        } finally {
            delete(folder);
        }
    }

    private Evaluation measure(Bundle measured) throws BundleException, DatasetException {
        int threads = Runtime.getRuntime().availableProcessors();
        return new Measuring(around, threads)
                .measure("Measuring", measured, valid)
                .evaluation();
    }

    /** Both are of the same photos, in the same order. */
    private static long otherAnswers(List<Case> before, List<Case> after) {
        return IntStream.range(0, before.size())
                .filter(i -> !label(before.get(i)).equals(label(after.get(i))))
                .count();
    }

    private static String label(Case photo) {
        return photo.prediction().label();
    }

    private byte[] network() {
        int runs = recipe.runs() * calibration.count();
        try (Progress progress = Progress.start(around.console().err(), "Calibrating", runs, "photos")) {
            Graph old = Graph.read(Files.readAllBytes(bundle.network()));
            return recipe.apply(old, (network, viewer) -> calibration.run(network, viewer, () -> progress.step(1)))
                    .bytes();
        } catch (OnnxException | OrtException e) {
            throw new CommandException(bundle.reference() + " cannot be " + recipe.done() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(bundle.network() + " cannot be read: " + e, e);
        }
    }

    /** Temperature and threshold stay: they were found on photos that are not told apart any more. */
    private BundleDraft draft(byte[] network, @Nullable Provenance provenance, @Nullable Metrics metrics) {
        BundleManifest old = bundle.manifest();
        try {
            return recipe.finish(new BundleDraft(
                    name,
                    old.labels(),
                    old.preparation(),
                    old.temperature(),
                    old.unsureThreshold(),
                    metrics,
                    provenance,
                    old.licence(),
                    network,
                    card(metrics)));
        } catch (IllegalArgumentException e) {
            throw new CommandException("--name " + name + ": " + e.getMessage(), e);
        }
    }

    private @Nullable Provenance provenance(@Nullable Provenance old) throws DatasetException {
        if (old == null) {
            return null;
        }
        Map<String, String> settings = new LinkedHashMap<>(old.settings());
        settings.put(recipe.setting(), recipe.value());
        settings.put("calibration-photos", Integer.toString(calibration.count()));
        settings.put("calibration-dataset", calibration.dataset().hash());
        settings.put("calibration-seed", Long.toString(calibration.seed()));
        return new Provenance(
                bundle.reference(),
                old.dataset(),
                old.photos(),
                old.sources(),
                settings,
                old.versions(),
                old.history());
    }

    private String card(@Nullable Metrics metrics) {
        String measured = metrics == null
                ? ""
                : " %d of %d photos of the valid split wrong.".formatted(metrics.wrong(), metrics.photos());
        String head = """
                # %s

                The network of `%s` %s, calibrated on %d photos.%s

                What follows is the card of `%2$s`, with that one's figures.
                """.formatted(name, bundle.reference(), recipe.words(), calibration.count(), measured);
        try {
            return head + withoutTitle(Files.readString(bundle.folder().resolve("MODEL_CARD.md")));
        } catch (IOException e) {
            throw new CommandException("the card of " + bundle.reference() + " cannot be read: " + e, e);
        }
    }

    private static String withoutTitle(String card) {
        return card.startsWith("# ") ? card.substring(card.indexOf('\n') + 1) : "\n" + card;
    }

    /** In turn, so that whatever else the machine does slows both. */
    private double[] race(Bundle one, Bundle other) throws BundleException {
        List<Photo> photos = calibration.first(RACED_PHOTOS);
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        try (Classifier classifier = one.classifier();
                Classifier opponent = other.classifier()) {
            for (int race = 0; race < WARM_UP_RACES + RACES; race++) {
                if (race == WARM_UP_RACES) {
                    first.clear();
                    second.clear();
                }
                run(classifier, photos, first);
                run(opponent, photos, second);
            }
        }
        return new double[] {median(first), median(second)};
    }

    private static void run(Classifier classifier, List<Photo> photos, List<Double> millis) {
        for (Photo photo : photos) {
            long start = System.nanoTime();
            var _ = classifier.classify(photo);
            millis.add((System.nanoTime() - start) / 1e6);
        }
    }

    private static double median(List<Double> millis) {
        return millis.stream().sorted().skip(millis.size() / 2).findFirst().orElseThrow();
    }

    private static long size(Bundle bundle) {
        try {
            return Files.size(bundle.network());
        } catch (IOException e) {
            throw new CommandException(bundle.network() + " cannot be read: " + e, e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("weather-remaking");
        } catch (IOException e) {
            throw new CommandException("the new bundle cannot be kept while it is measured: " + e, e);
        }
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new CommandException(folder + " cannot be deleted: " + e, e);
        }
    }
}
