package org.weatherinference.evaluation;

import java.util.List;
import org.weatherinference.model.BundleManifest;

/**
 * What a bundle was measured to do on a dataset. Immutable.
 *
 * @param manifest the bundle's
 * @param evaluation of the photos that could be read
 * @param unreadable those that could not, and count neither as right nor as wrong; by path
 */
public record Measurement(BundleManifest manifest, Evaluation evaluation, List<Unreadable> unreadable) {
    /** Copies the list. */
    public Measurement {
        unreadable = List.copyOf(unreadable);
    }
}
