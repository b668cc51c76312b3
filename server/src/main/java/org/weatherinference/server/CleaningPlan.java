package org.weatherinference.server;

import java.nio.file.Path;
import java.util.List;
import org.weatherinference.dataset.Entry;
import org.weatherinference.evaluation.Doubt;

/**
 * What is to be looked at in a sitting at a dataset's labels. Immutable.
 *
 * @param folder the dataset's
 * @param model whose doubts they are, as {@code name:version}
 * @param labels that a photo may get, in the order in which they are offered
 * @param doubts the photos to look at, the most doubted first
 * @param duplicates groups of at least two photos that show the same
 */
public record CleaningPlan(
        Path folder, String model, List<String> labels, List<Doubt> doubts, List<List<Entry>> duplicates) {
    /** Copies the lists. */
    public CleaningPlan {
        labels = List.copyOf(labels);
        doubts = List.copyOf(doubts);
        duplicates = duplicates.stream().map(List::copyOf).toList();
    }
}
