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
 */
public record Provenance(
        String parent,
        String dataset,
        Map<String, Integer> photos,
        List<Source> sources,
        Map<String, String> settings,
        Map<String, String> versions) {
    /** Copies what is given, its order kept. */
    public Provenance {
        photos = copy(photos);
        sources = List.copyOf(sources);
        settings = copy(settings);
        versions = copy(versions);
    }

    /** One source of photos. */
    public record Source(String name, String licence, int photos) {}

    private static <T> Map<String, T> copy(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
