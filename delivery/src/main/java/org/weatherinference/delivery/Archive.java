package org.weatherinference.delivery;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.weatherinference.delivery.BuiltImage.BuiltLayer;
import org.weatherinference.model.JsonText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An image as one tar file: the layout of OCI's image specification, as Jib writes it.
 *
 * @param manifest the image's, as JSON
 * @param digest of the manifest
 */
record Archive(Path file, JsonNode manifest, String digest) {
    private static final int LARGEST_JSON = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    /** Reads its manifest. */
    static Archive open(Path file) throws IOException {
        Map<String, byte[]> small = new HashMap<>();
        try (TarArchiveInputStream tar = input(file)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getSize() < LARGEST_JSON) {
                    small.put(entry.getName(), tar.readAllBytes());
                }
            }
        }
        String digest =
                JSON.readTree(small.get("index.json")).at("/manifests/0/digest").asString();
        return new Archive(file, JSON.readTree(small.get(blob(digest))), digest);
    }

    private static TarArchiveInputStream input(Path file) throws IOException {
        return new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }

    private static String blob(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }

    /** Our layers as they are in it, after those of a base image. */
    List<BuiltLayer> layers(List<Layer> ours) throws IOException {
        JsonNode all = manifest.get("layers");
        List<BuiltLayer> layers = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            JsonNode layer = all.get(all.size() - ours.size() + i);
            layers.add(new BuiltLayer(
                    ours.get(i).name(),
                    layer.get("digest").asString(),
                    layer.get("size").asLong(),
                    ours.get(i).bytes()));
        }
        return layers;
    }

    /**
     * A copy that {@code docker load} takes too, whatever its age: with the list that {@code docker save} writes.
     *
     * @param name of the image, with its tag
     */
    void copyForDocker(Path copy, String name) throws IOException {
        try (TarArchiveInputStream from = input(file);
                var to = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(copy)))) {
            for (var entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                to.putArchiveEntry(entry(entry.getName(), entry.getSize()));
                from.transferTo(to);
                to.closeArchiveEntry();
            }
            byte[] list = dockerList(name).getBytes(StandardCharsets.UTF_8);
            to.putArchiveEntry(entry("manifest.json", list.length));
            to.write(list);
            to.closeArchiveEntry();
        }
    }

    private static TarArchiveEntry entry(String name, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(0);
        return entry;
    }

    private String dockerList(String name) {
        List<String> layers = new ArrayList<>();
        manifest.get("layers")
                .forEach(layer -> layers.add(blob(layer.get("digest").asString())));
        return JsonText.array(List.of(JsonText.object(
                "Config",
                blob(manifest.at("/config/digest").asString()),
                "RepoTags",
                List.of(name),
                "Layers",
                layers)));
    }
}
