package org.weatherinference.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code bundle.json}.
 *
 * @param format version of the bundle format, {@value #FORMAT}
 * @param name lower-case letters, digits and hyphens, starting with a letter, at most 64
 * @param version counts up from 1
 * @param created when it was made
 * @param labels at least two, in the order of the network's outputs
 * @param preparation of the photo
 * @param temperature that the logits are divided by before the softmax (Guo et al. 2017, "On Calibration of Modern
 *     Neural Networks"), above 0
 * @param unsureThreshold below this confidence the verdict is {@code unsure}, 0 to 1
 * @param metrics measured when it was made; null where nothing was
 * @param provenance where it came from; null where that is not known
 * @param licence of the network's weights, an SPDX expression or a sentence
 * @param files SHA-256 of every other file of the bundle, in hex, by path with forward slashes
 */
public record BundleManifest(
        int format,
        String name,
        int version,
        Instant created,
        List<String> labels,
        Preparation preparation,
        double temperature,
        double unsureThreshold,
        @Nullable Metrics metrics,
        @Nullable Provenance provenance,
        String licence,
        Map<String, String> files) {
    /** The format that this program writes, and the highest that it reads. */
    public static final int FORMAT = 1;

    /** @throws IllegalArgumentException naming the component that breaks its rule */
    public BundleManifest {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format is " + format + ", must be " + FORMAT);
        }
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + ", must be at least 1");
        }
        ModelRules.check(name, labels, temperature, unsureThreshold, licence);
        labels = List.copyOf(labels);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** The same bundle under another name. */
    BundleManifest as(String otherName, int otherVersion) {
        return new BundleManifest(
                format,
                otherName,
                otherVersion,
                created,
                labels,
                preparation,
                temperature,
                unsureThreshold,
                metrics,
                provenance,
                licence,
                files);
    }

    /** {@code name:version}. */
    public String reference() {
        return name + ":" + version;
    }

    /** As one line of JSON, with the fields of {@code bundle.json}. */
    public String toJson() {
        return JsonText.line(fields());
    }

    /** The fields of {@code bundle.json}, for {@link JsonText}. */
    public Map<String, @Nullable Object> fields() {
        return ManifestJson.fields(this);
    }
}
