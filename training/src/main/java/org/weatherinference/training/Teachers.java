package org.weatherinference.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Classifier;
import org.weatherinference.photo.Photo;

/**
 * Whose mean answer is half of what a network is to learn from a photo; the other half is the label. Labels are often
 * doubtful, and a teacher says how much (knowledge distillation, Hinton et al. 2015). A bundle answers for the photo as
 * it was changed, not as it was (Beyer et al. 2022); recorded answers are for the photo as it was, and blended with
 * others' where photos are blended. Safe to share; whoever opened them closes them.
 */
final class Teachers implements AutoCloseable {
    private static final float SHARE = 0.5f;

    private final List<Classifier> bundles = new ArrayList<>();
    private final List<RecordedAnswers> recorded = new ArrayList<>();
    private final int size;

    private Teachers(int size) {
        this.size = size;
    }

    /** Labels alone are learnt from. */
    static Teachers none() {
        return new Teachers(0);
    }

    /**
     * Opens bundles, and files of recorded answers.
     *
     * @param references of bundles, and paths of files that end in {@link RecordedAnswers#ENDING}
     * @param size of the changed photos, in pixels a side
     * @throws TrainingException when one does not tell exactly these labels apart
     */
    static Teachers open(List<String> references, BundleStore store, List<String> labels, int size)
            throws TrainingException {
        Teachers teachers = new Teachers(size);
        try {
            for (String reference : references) {
                teachers.add(reference, store, labels);
            }
            return teachers;
        } catch (BundleException | TrainingException e) {
            teachers.close();
            throw new TrainingException(e.getMessage() + " (--teacher)", e);
        }
    }

    private void add(String reference, BundleStore store, List<String> labels)
            throws TrainingException, BundleException {
        if (reference.endsWith(RecordedAnswers.ENDING)) {
            recorded.add(RecordedAnswers.read(Path.of(reference), labels));
        } else {
            bundles.add(open(store.resolve(reference), labels));
        }
    }

    private static Classifier open(Bundle bundle, List<String> labels) throws TrainingException, BundleException {
        if (!bundle.manifest().labels().equals(labels)) {
            throw new TrainingException("teacher " + bundle.reference() + " tells "
                    + String.join(", ", bundle.manifest().labels()) + " apart, but to be learnt are "
                    + String.join(", ", labels) + ": take a teacher of the same labels");
        }
        return bundle.classifier();
    }

    /**
     * Moves a photo's target towards what is recorded of it, before photos are blended. As far that once the bundles
     * have had their say, too, each teacher has the same share.
     */
    void remember(String path, float[] target) {
        if (recorded.isEmpty()) {
            return;
        }
        float share = SHARE / (bundles.size() + recorded.size() - SHARE * bundles.size());
        float[] label = target.clone();
        for (RecordedAnswers answers : recorded) {
            float[] told = answers.of(path);
            for (int i = 0; told != null && i < target.length; i++) {
                target[i] += share * (told[i] - label[i]);
            }
        }
    }

    /** Moves the targets of changed photos towards what the bundles say of them. */
    void teach(List<byte[]> photos, List<float[]> targets) {
        if (bundles.isEmpty()) {
            return;
        }
        float share = SHARE / (bundles.size() + recorded.size());
        for (int i = 0; i < photos.size(); i++) {
            Photo photo = Photo.of(size, size, photos.get(i));
            float[] target = targets.get(i);
            float[] before = target.clone();
            for (Classifier bundle : bundles) {
                List<Float> told = bundle.classify(photo).probabilities();
                for (int label = 0; label < target.length; label++) {
                    target[label] += share * (told.get(label) - before[label]);
                }
            }
        }
    }

    @Override
    public void close() {
        bundles.forEach(Classifier::close);
    }
}
