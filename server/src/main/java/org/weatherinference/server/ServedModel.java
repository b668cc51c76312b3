package org.weatherinference.server;

import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.Device;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.PhotoDecoder;

/** A bundle that answers. It is closed when it has been replaced and the last request that uses it is done. */
final class ServedModel {
    private final PhotoClassifier classifier;
    private volatile AnswerFigures figures = new AnswerFigures();
    private int users = 1;

    private ServedModel(PhotoClassifier classifier) {
        this.classifier = classifier;
    }

    /** @throws BundleException when the bundle is refused */
    static ServedModel open(Bundle bundle, PhotoDecoder decoder, Device device) throws BundleException {
        return new ServedModel(PhotoClassifier.open(bundle, decoder, device));
    }

    PhotoClassifier classifier() {
        return classifier;
    }

    BundleManifest manifest() {
        return classifier.bundle().manifest();
    }

    String reference() {
        return manifest().reference();
    }

    /** How it answers. */
    AnswerFigures figures() {
        return figures;
    }

    /** From now on, so that it can be compared with one that begins now. */
    void countAnew() {
        figures = new AnswerFigures();
    }

    /** Whether it could be kept open for one more user, who must {@link #release} it. */
    synchronized boolean retain() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    /** Also called once by whoever opened it. */
    synchronized void release() {
        users--;
        if (users == 0) {
            classifier.close();
        }
    }
}
