package org.weatherinference.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.JsonText;

/**
 * What an image or a distribution holds, in CycloneDX 1.6 (ECMA-424): jars by their Maven coordinates, the Java
 * runtime, the libraries taken from this machine, bundles; each file with its SHA-256. Decision 77 says why no library
 * writes it.
 *
 * @param kind what it is, in CycloneDX's words: {@code container} or {@code application}
 * @param system the layer of this machine's libraries, or nothing
 */
record BillOfMaterials(String kind, ServingJars jars, List<Bundle> bundles, Jdk jdk, List<Layer> system) {
    String json() throws IOException {
        List<Map<String, @Nullable Object>> components = new ArrayList<>();
        components.add(runtime());
        for (Path jar : jars.jars()) {
            components.add(jar(jar));
        }
        for (Layer layer : system) {
            components.addAll(libraries(layer));
        }
        for (Bundle bundle : bundles) {
            components.add(bundle(bundle));
        }
        String serial = UUID.nameUUIDFromBytes(JsonText.array(components).getBytes(StandardCharsets.UTF_8))
                .toString();
        return JsonText.page(JsonText.object(
                "bomFormat",
                "CycloneDX",
                "specVersion",
                "1.6",
                "serialNumber",
                "urn:uuid:" + serial,
                "version",
                1,
                "metadata",
                JsonText.object("component", JsonText.object("type", kind, "name", "weather-inference")),
                "components",
                components));
    }

    private Map<String, @Nullable Object> runtime() throws IOException {
        Properties release = jdk.release();
        return JsonText.object(
                "type",
                "platform",
                "name",
                "Java runtime of " + release.getProperty("IMPLEMENTOR", "an unknown maker"),
                "version",
                release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION", "unknown")));
    }

    private static Map<String, @Nullable Object> jar(Path jar) throws IOException {
        Properties coordinates = coordinates(jar);
        String group = coordinates.getProperty("groupId");
        String name = coordinates.getProperty("artifactId");
        String version = coordinates.getProperty("version");
        boolean known = group != null && name != null && version != null;
        return JsonText.object(
                "type",
                "library",
                "group",
                group,
                "name",
                known ? name : jar.getFileName().toString(),
                "version",
                version,
                "hashes",
                hashes(jar),
                "purl",
                known ? "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar" : null);
    }

    /** From where a Maven repository keeps the jar, else from what Maven wrote into it. */
    private static Properties coordinates(Path jar) throws IOException {
        Properties coordinates = ofRepository(jar);
        if (!coordinates.isEmpty()) {
            return coordinates;
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> written = zip.stream()
                    .filter(entry -> entry.getName().endsWith("/pom.properties"))
                    .toList();
            if (written.size() == 1) {
                try (InputStream input = zip.getInputStream(written.getFirst())) {
                    coordinates.load(input);
                }
            }
        }
        return coordinates;
    }

    /** As in {@code repository/org/example/name/1.0/name-1.0.jar}. */
    private static Properties ofRepository(Path jar) {
        List<String> path = StreamSupport.stream(jar.spliterator(), false)
                .map(Path::toString)
                .toList();
        int size = path.size();
        int group = path.lastIndexOf("repository") + 1;
        Properties coordinates = new Properties();
        if (group > 0 && size - group > 3 && path.getLast().startsWith(path.get(size - 3) + "-" + path.get(size - 2))) {
            coordinates.put("groupId", String.join(".", path.subList(group, size - 3)));
            coordinates.put("artifactId", path.get(size - 3));
            coordinates.put("version", path.get(size - 2));
        }
        return coordinates;
    }

    private static List<Map<String, @Nullable Object>> libraries(Layer layer) throws IOException {
        List<Map<String, @Nullable Object>> libraries = new ArrayList<>();
        for (String path : layer.paths().keySet()) {
            if (path.contains("/lib")) {
                Path file = layer.place(path);
                libraries.add(JsonText.object(
                        "type", "library", "name", file.getFileName().toString(), "hashes", hashes(file)));
            }
        }
        libraries.add(JsonText.object(
                "type",
                "operating-system",
                "name",
                machine().getProperty("ID", "linux"),
                "version",
                machine().getProperty("VERSION_ID")));
        return libraries;
    }

    /** The machine that the libraries were taken from (os-release(5)). */
    private static Properties machine() throws IOException {
        Properties machine = new Properties();
        Path file = Path.of("/etc/os-release");
        if (Files.exists(file)) {
            try (InputStream input = Files.newInputStream(file)) {
                machine.load(input);
            }
        }
        machine.replaceAll((key, value) -> value.toString().replace("\"", ""));
        return machine;
    }

    private static Map<String, @Nullable Object> bundle(Bundle bundle) throws IOException {
        return JsonText.object(
                "type",
                "machine-learning-model",
                "name",
                bundle.manifest().name(),
                "version",
                String.valueOf(bundle.manifest().version()),
                "hashes",
                hashes(bundle.network()),
                "licenses",
                List.of(JsonText.object(
                        "license", JsonText.object("name", bundle.manifest().licence()))));
    }

    private static List<Object> hashes(Path file) throws IOException {
        return List.of(JsonText.object("alg", "SHA-256", "content", Checksum.of(file)));
    }
}
