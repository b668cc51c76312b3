package org.weatherinference.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a bundle came from. Holds no path of any machine and no name of any person.
 *
 * @param parent the network it began with: a bundle reference or an ONNX file's name and SHA-256
 * @param dataset SHA-256 over the sorted (photo content hash, label, split) lines it learnt from
 * @param photos how many photos each label had for training
 * @param sources how many training photos each source gave, and under what licence
 * @param settings every setting that decided the result, the seed among them
 * @param versions of this program, of Java and of the libraries that decided the result
 * @param history how each epoch of its training went, in their order; empty where that is not known
 */
public record Provenance(
        String parent,
        String dataset,
        Map<String, Integer> photos,
        List<Source> sources,
        Map<String, String> settings,
        Map<String, String> versions,
        List<Epoch> history) {
    /** Copies what is given, its order kept. */
    public Provenance {
        photos = copy(photos);
        sources = List.copyOf(sources);
        settings = copy(settings);
        versions = copy(versions);
        history = List.copyOf(history);
    }

    /** One source of photos. */
    public record Source(String name, String licence, int photos) {}

    /**
     * How one epoch went.
     *
     * @param epoch from 1
     * @param frozen whether only the head learnt
     * @param loss mean over the photos it learnt from, as they were changed for it
     * @param heldOutLoss calibrated, on the photos kept to choose the epoch by
     * @param heldOutLossError standard error of that
     * @param heldOutError share of those with a wrong label, 0 to 1
     */
    public record Epoch(
            int epoch, boolean frozen, double loss, double heldOutLoss, double heldOutLossError, double heldOutError) {
        /** @throws IllegalArgumentException when a figure is not finite or below 0, or the error above 1 */
        public Epoch {
            check(epoch, "loss", loss, Double.MAX_VALUE);
            check(epoch, "heldOutLoss", heldOutLoss, Double.MAX_VALUE);
            check(epoch, "heldOutLossError", heldOutLossError, Double.MAX_VALUE);
            check(epoch, "heldOutError", heldOutError, 1);
        }

        private static void check(int epoch, String name, double value, double most) {
            if (!(value >= 0 && value <= most)) {
                throw new IllegalArgumentException("history: %s of epoch %d is %s, must be %s"
                        .formatted(name, epoch, value, most == 1 ? "0 to 1" : "finite and at least 0"));
            }
        }
    }

    private static <T> Map<String, T> copy(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
