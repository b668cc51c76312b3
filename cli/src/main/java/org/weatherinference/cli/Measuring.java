package org.weatherinference.cli;

import org.weatherinference.command.Progress;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.evaluation.Evaluator;
import org.weatherinference.evaluation.Measurement;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.Classifier;

/** Asks a bundle about all photos of a dataset, with a progress bar, until Ctrl-C. */
record Measuring(Surroundings around, int threads) {
    /** @param title what the bar says before the bundle's reference */
    Measurement measure(String title, Bundle bundle, Dataset dataset) throws BundleException, DatasetException {
        int photos = dataset.entries().size();
        Thread owner = Thread.currentThread();
        try (Interrupt _ = new Interrupt(owner::interrupt);
                Classifier classifier = bundle.classifier();
                Progress progress =
                        Progress.start(around.console().err(), title + " " + bundle.reference(), photos, "photos")) {
            return new Evaluator(classifier, bundle.manifest(), threads).evaluate(dataset, () -> progress.step(1));
        }
    }
}
