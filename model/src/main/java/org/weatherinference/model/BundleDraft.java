package org.weatherinference.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bundle about to be made: what {@link BundleStore#add} turns into a versioned one, adding version, date, golden
 * photos with their answers and checksums.
 *
 * @param name lower-case letters, digits and hyphens, starting with a letter, at most 64
 * @param labels at least two, in the order of the network's outputs; none of them {@code unsure}
 * @param preparation of the photo
 * @param temperature that the logits are divided by, above 0
 * @param unsureThreshold below this confidence the verdict is {@code unsure}, 0 to 1
 * @param metrics measured; null where nothing was
 * @param provenance where it comes from; null where that is not known
 * @param licence of the network's weights, an SPDX expression or a sentence
 * @param network the ONNX file: uint8 [batch, height, width, 3] RGB in; float32 {@code logits} [batch, labels] out, and
 *     where it can explain itself {@code features} [batch, channels, h, w] and {@code activation} [batch, labels, h, w]
 * @param card the model card, in Markdown
 * @param tolerance how far a golden photo's probability may lie from the recorded one on another processor, 0 to 0.02
 */
// The network is megabytes, made by its only owner and written once: copying it would help nobody.
@SuppressWarnings("ArrayRecordComponent")
public record BundleDraft(
        String name,
        List<String> labels,
        Preparation preparation,
        double temperature,
        double unsureThreshold,
        @Nullable Metrics metrics,
        @Nullable Provenance provenance,
        String licence,
        byte[] network,
        String card,
        double tolerance) {
    /** @throws IllegalArgumentException naming the component that breaks its rule */
    public BundleDraft {
        ModelRules.check(name, labels, temperature, unsureThreshold, licence);
        if (!GoldenPhotos.allows(tolerance)) {
            throw new IllegalArgumentException(
                    "tolerance is " + tolerance + ", must be 0 to " + GoldenPhotos.MAX_TOLERANCE);
        }
        labels = List.copyOf(labels);
    }

    /** With the tolerance of networks in float32, 0.005. */
    public BundleDraft(
            String name,
            List<String> labels,
            Preparation preparation,
            double temperature,
            double unsureThreshold,
            @Nullable Metrics metrics,
            @Nullable Provenance provenance,
            String licence,
            byte[] network,
            String card) {
        this(
                name,
                labels,
                preparation,
                temperature,
                unsureThreshold,
                metrics,
                provenance,
                licence,
                network,
                card,
                GoldenPhotos.TOLERANCE);
    }

    /** The same, with the tolerance of networks in int8, 0.02. */
    public BundleDraft inInt8() {
        return new BundleDraft(
                name,
                labels,
                preparation,
                temperature,
                unsureThreshold,
                metrics,
                provenance,
                licence,
                network,
                card,
                GoldenPhotos.MAX_TOLERANCE);
    }
}
