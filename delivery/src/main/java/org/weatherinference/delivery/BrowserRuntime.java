package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** ONNX Runtime for browsers (onnxruntime.ai), the build that needs nothing but WebAssembly. */
final class BrowserRuntime {
    static final NpmPackage PACKAGE = new NpmPackage(
            "onnxruntime-web",
            "1.30.0",
            "q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ==");

    private static final Set<String> FILES = Set.of("dist/ort.wasm.bundle.min.mjs", "dist/ort-wasm-simd-threaded.wasm");

    private BrowserRuntime() {}

    /**
     * What a device loads, by names that every host knows to be scripts: many do not know {@code .mjs}.
     *
     * @param archive the package, checked
     */
    static Map<String, byte[]> files(Path archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        PACKAGE.files(archive, FILES)
                .forEach((path, bytes) ->
                        files.put(path.substring("dist/".length()).replaceAll("\\.mjs$", ".js"), bytes));
        return files;
    }
}
