package org.weatherinference.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.Classifier;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.HalfWeights;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.server.StaticPage;

/**
 * The page with a bundle and ONNX Runtime for browsers, as files for any host that hands out files.
 *
 * @param files by their paths, with forward slashes
 * @param basePath of its root on the host, with a slash at either end
 */
record Site(SortedMap<String, byte[]> files, String basePath) {
    private static final String MANIFEST = "bundle.json";
    private static final String NETWORK = "model.onnx";
    private static final int VERSION_DIGITS = 12;
    private static final String FOREVER = "public, max-age=31536000, immutable";
    /** What is there changes its address with its content. */
    private static final List<String> KEPT = List.of("assets/", "model/", "runtime/");

    /**
     * Of a bundle.
     *
     * @param runtime ONNX Runtime's files, by their names
     * @throws BundleException when the bundle cannot be used
     */
    static Site of(Bundle bundle, Map<String, byte[]> runtime, String basePath) throws BundleException, IOException {
        SortedMap<String, byte[]> engine = new TreeMap<>();
        String model = add(engine, "model", model(bundle));
        String code = add(engine, "runtime", runtime);
        SortedMap<String, byte[]> files = StaticPage.files(
                bundle,
                explains(bundle),
                new StaticPage.Engine(model, code, List.copyOf(engine.keySet()), loaded(engine)),
                basePath);
        files.putAll(engine);
        Site site = new Site(files, basePath);
        files.put("_headers", site.headersFile().getBytes(UTF_8));
        // GitHub Pages would leave out what begins with an underscore, and work on all else.
        files.put(".nojekyll", new byte[0]);
        return site;
    }

    /** In a folder named for its content. */
    private static String add(Map<String, byte[]> files, String kind, Map<String, byte[]> content) {
        Checksum checksum = new Checksum();
        new TreeMap<>(content).values().forEach(checksum::add);
        String folder = kind + "/" + checksum.hex().substring(0, VERSION_DIGITS);
        content.forEach((name, bytes) -> files.put(folder + "/" + name, bytes));
        return folder;
    }

    private static long loaded(Map<String, byte[]> engine) {
        return engine.entrySet().stream()
                .filter(file -> file.getKey().matches(".*\\.(onnx|wasm)"))
                .mapToLong(file -> file.getValue().length)
                .sum();
    }

    private static boolean explains(Bundle bundle) throws BundleException {
        try (Classifier classifier = bundle.classifier()) {
            return classifier.explains();
        }
    }

    private static Map<String, byte[]> model(Bundle bundle) throws BundleException, IOException {
        byte[] network = halved(bundle);
        return Map.of(
                NETWORK, network, MANIFEST, manifest(bundle.manifest(), network).getBytes(UTF_8));
    }

    private static byte[] halved(Bundle bundle) throws BundleException, IOException {
        try {
            return HalfWeights.of(Graph.read(Files.readAllBytes(bundle.network())))
                    .bytes();
        } catch (OnnxException unreadable) {
            throw new BundleException(
                    bundle.reference() + " cannot be made small for the wire: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Of the files that are here. */
    private static String manifest(BundleManifest of, byte[] network) {
        Checksum checksum = new Checksum();
        checksum.add(network);
        return new BundleManifest(
                        of.format(),
                        of.name(),
                        of.version(),
                        of.created(),
                        of.labels(),
                        of.preparation(),
                        of.temperature(),
                        of.unsureThreshold(),
                        of.metrics(),
                        of.provenance(),
                        of.licence(),
                        Map.of(NETWORK, checksum.hex()))
                .toJson();
    }

    /** What a host should send along with a file, where it can. */
    static Map<String, String> headers(String path) {
        Map<String, String> headers = new LinkedHashMap<>(forAll());
        if (KEPT.stream().anyMatch(path::startsWith)) {
            headers.put("Cache-Control", FOREVER);
        } else {
            headers.put("Cache-Control", "no-cache");
        }
        return headers;
    }

    private static Map<String, String> forAll() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", StaticPage.POLICY + "; frame-ancestors 'none'");
        // What a page needs to use several threads (HTML Standard, "cross-origin isolation").
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Embedder-Policy", "require-corp");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        return headers;
    }

    /** As Netlify and Cloudflare Pages read it; both have all else checked again at each visit by themselves. */
    private String headersFile() {
        StringBuilder text = new StringBuilder();
        rule(text, "*", forAll());
        KEPT.forEach(folder -> rule(text, folder + "*", Map.of("Cache-Control", FOREVER)));
        return text.toString();
    }

    private void rule(StringBuilder text, String paths, Map<String, String> headers) {
        text.append(basePath).append(paths).append('\n');
        headers.forEach((name, value) ->
                text.append("  ").append(name).append(": ").append(value).append('\n'));
    }
}
