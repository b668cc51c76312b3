package org.weatherinference.model;

import org.weatherinference.photo.Photo;

/**
 * Answers for photos. Safe to share between threads: each call runs on its caller's thread, so as many photos are
 * classified at once as there are callers. Whoever opened it closes it, when no call is under way.
 */
public interface Classifier extends AutoCloseable {
    /** The probabilities for a photo, which is prepared as the bundle says. */
    Prediction classify(Photo photo);

    /** Whether {@link #explain} works: some networks give no activation map. */
    default boolean explains() {
        return false;
    }

    /**
     * As {@link #classify}, with the parts of the photo that spoke for the label.
     *
     * @throws UnsupportedOperationException when it does not {@linkplain #explains() explain}
     */
    default Explanation explain(Photo photo) {
        throw new UnsupportedOperationException("this classifier cannot explain its answers");
    }

    @Override
    void close();
}
