package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;

/**
 * A distribution that was made.
 *
 * @param name of the folder in it
 * @param bundles their references
 */
record BuiltDistribution(Path file, String name, List<String> bundles, List<Layer> layers) {
    private long unpacked() throws IOException {
        long sum = 0;
        for (Layer layer : layers) {
            sum += layer.bytes();
        }
        return sum;
    }

    String json() throws IOException {
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        for (Layer layer : layers) {
            parts.add(JsonText.object("name", layer.name(), "unpacked", layer.bytes()));
        }
        return JsonText.line(JsonText.object(
                "place",
                file.toString(),
                "platform",
                Distribution.platform(),
                "digest",
                "sha256:" + Checksum.of(file),
                "bundles",
                bundles,
                "bytes",
                Files.size(file),
                "unpacked",
                unpacked(),
                "layers",
                parts));
    }

    /** For people, line by line. */
    List<String> text() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %.0f MB, unpacked %.0f MB, with %s",
                file,
                Files.size(file) / 1e6,
                unpacked() / 1e6,
                String.join(", ", bundles)));
        for (Layer layer : layers) {
            lines.add(String.format(Locale.ROOT, "  %-10s %6.1f MB", layer.name(), layer.bytes() / 1e6));
        }
        lines.add("unzip " + file + " && " + name + "/bin/weather classify PHOTO");
        return lines;
    }
}
