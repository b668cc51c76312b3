package org.weatherinference.delivery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;

/**
 * An image that was made.
 *
 * @param name with its tag
 * @param digest of its manifest
 * @param place the file, or the repository
 * @param layers those of this program; a base image's are not among them
 */
record BuiltImage(String name, String digest, String place, List<BuiltLayer> layers) {
    /**
     * One layer.
     *
     * @param digest of the packed layer
     * @param bytes packed
     * @param unpacked bytes of its files
     */
    record BuiltLayer(String name, String digest, long bytes, long unpacked) {
        private Map<String, @Nullable Object> json() {
            return JsonText.object("name", name, "digest", digest, "bytes", bytes, "unpacked", unpacked);
        }
    }

    long bytes() {
        return layers.stream().mapToLong(BuiltLayer::bytes).sum();
    }

    long unpacked() {
        return layers.stream().mapToLong(BuiltLayer::unpacked).sum();
    }

    String json() {
        return JsonText.line(JsonText.object(
                "image",
                name,
                "digest",
                digest,
                "place",
                place,
                "bytes",
                bytes(),
                "unpacked",
                unpacked(),
                "layers",
                layers.stream().map(BuiltLayer::json).toList()));
    }
}
