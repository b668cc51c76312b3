package org.weatherinference.training;

import java.util.ArrayList;
import java.util.List;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import org.weatherinference.photo.Photo;

/**
 * Bundles whose mean answer is half of what a network is to learn from a photo; the other half is the label. Labels are
 * often doubtful, and a teacher says how much (knowledge distillation, Hinton et al. 2015). It answers for the photo as
 * it was changed, not as it was (Beyer et al. 2022). Safe to share; whoever opened them closes them.
 */
final class Teachers implements AutoCloseable {
    private static final float SHARE = 0.5f;

    private final List<Classifier> classifiers;
    private final int size;

    private Teachers(List<Classifier> classifiers, int size) {
        this.classifiers = classifiers;
        this.size = size;
    }

    /** Labels alone are learnt from. */
    static Teachers none() {
        return new Teachers(List.of(), 0);
    }

    /**
     * Opens bundles.
     *
     * @param size of the changed photos, in pixels a side
     * @throws TrainingException when one does not tell exactly these labels apart
     */
    static Teachers open(List<String> references, BundleStore store, List<String> labels, int size)
            throws TrainingException {
        List<Classifier> opened = new ArrayList<>();
        Teachers teachers = new Teachers(opened, size);
        try {
            for (String reference : references) {
                opened.add(open(store.resolve(reference), labels));
            }
            return teachers;
        } catch (BundleException e) {
            teachers.close();
            throw new TrainingException(e.getMessage() + " (--teacher)", e);
        } catch (TrainingException e) {
            teachers.close();
            throw e;
        }
    }

    private static Classifier open(Bundle bundle, List<String> labels) throws TrainingException, BundleException {
        if (!bundle.manifest().labels().equals(labels)) {
            throw new TrainingException("teacher " + bundle.reference() + " tells "
                    + String.join(", ", bundle.manifest().labels()) + " apart, but to be learnt are "
                    + String.join(", ", labels) + ": take a teacher of the same labels (--teacher)");
        }
        return bundle.classifier();
    }

    /** Moves the targets of changed photos half the way to what the bundles say of them. */
    void teach(List<byte[]> photos, List<float[]> targets) {
        if (classifiers.isEmpty()) {
            return;
        }
        for (int i = 0; i < photos.size(); i++) {
            Photo photo = Photo.of(size, size, photos.get(i));
            float[] target = targets.get(i);
            for (int label = 0; label < target.length; label++) {
                target[label] *= 1 - SHARE;
            }
            for (Classifier classifier : classifiers) {
                List<Float> told = classifier.classify(photo).probabilities();
                for (int label = 0; label < target.length; label++) {
                    target[label] += SHARE / classifiers.size() * told.get(label);
                }
            }
        }
    }

    @Override
    public void close() {
        classifiers.forEach(Classifier::close);
    }
}
