package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.Case;
import org.weatherinference.evaluation.Evaluation;
import org.weatherinference.evaluation.Evaluator;
import org.weatherinference.model.Answer;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;

/** What the shipped bundle {@code weather} promises. */
class ShippedWeatherTest {
    private static final int LARGEST_NETWORK = 10_000_000;

    /** Processors differ in the last bits, and so in what lies at the very threshold. */
    private static final double NEARLY = 0.002;

    /** The drawn samples, and what they show. */
    private static final Map<String, String> SAMPLES = Map.of(
            "sun", "sunny", "rain", "raining", "clouds", "cloudy", "snow", "snowy", "fog", "foggy", "room", "other");

    @TempDir
    private Path home;

    private BundleStore store;
    private Bundle bundle;

    @BeforeEach
    void open() throws Exception {
        store = Checkout.shipped(home);
        bundle = store.resolve("weather");
    }

    @Test
    void weather_answersWhereNoBundleIsNamed() throws Exception {
        assertThat(store.standardBundle().reference()).isEqualTo(bundle.reference());
    }

    @Test
    void labels_areFiveKindsOfWeatherAndWhatIsNoOutdoorPhoto() {
        assertThat(bundle.manifest().labels()).containsExactly("cloudy", "foggy", "other", "raining", "snowy", "sunny");
    }

    @Test
    void network_isAtMostTenMegabytes() throws IOException {
        assertThat(Files.size(bundle.network())).isLessThan(LARGEST_NETWORK);
    }

    @Test
    void samples_areToldSurely() throws Exception {
        try (PhotoClassifier classifier = PhotoClassifier.open(bundle, PhotoDecoder.create(PhotoLimits.DEFAULT))) {
            for (Map.Entry<String, String> sample : SAMPLES.entrySet()) {
                byte[] photo = Files.readAllBytes(Checkout.root().resolve("samples/" + sample.getKey() + ".jpg"));
                assertThat(classifier.classify(photo, null, false))
                        .as(sample.getKey())
                        .isInstanceOfSatisfying(
                                Answer.Classified.class,
                                answer -> assertThat(answer.verdict()).isEqualTo(sample.getValue()));
            }
        }
    }

    @Test
    void validPhotos_areAnsweredAsWellAsIsSaid() throws Exception {
        Dataset valid = Dataset.read(SharedPhotos.folder("photos")).only(Split.VALID);
        try (Classifier classifier = bundle.classifier()) {
            Evaluation evaluation = new Evaluator(classifier, bundle.manifest(), 2)
                    .evaluate(valid)
                    .evaluation();
            Metrics metrics = evaluation.metrics();
            assertThat(metrics.photos()).isEqualTo(1497);
            assertThat((double) metrics.wrong() / metrics.photos()).isLessThanOrEqualTo(0.055);
            assertThat(metrics.calibrationError()).isLessThanOrEqualTo(0.03);
            assertThat(metrics.coverage()).isGreaterThanOrEqualTo(0.88 - NEARLY);
            assertThat(metrics.sureError()).isLessThanOrEqualTo(0.025 + NEARLY);
            assertThat(caught("other", evaluation.cases())).isGreaterThanOrEqualTo(0.96);
        }
    }

    /** The share of a label's photos that are answered so. */
    private static double caught(String label, List<Case> cases) {
        List<Case> ofLabel =
                cases.stream().filter(one -> one.entry().label().equals(label)).toList();
        return (double) ofLabel.stream()
                        .filter(one -> one.prediction().label().equals(label))
                        .count()
                / ofLabel.size();
    }
}
