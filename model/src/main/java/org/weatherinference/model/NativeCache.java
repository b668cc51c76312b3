package org.weatherinference.model;

import ai.onnxruntime.OrtEnvironment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps ONNX Runtime's libraries unpacked. As it comes it unpacks 28 MB from its jar to a temporary folder at every
 * start, 160 ms of it; kept, they load in 60.
 */
final class NativeCache {
    private static final String SETTING = "onnxruntime.native.path";

    private NativeCache() {}

    /** Points ONNX Runtime to its unpacked libraries; leaves it to itself where that cannot be done. */
    static void prepare(Path cache) {
        String version = version();
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (System.getProperty(SETTING) != null || version == null || platform == null || isForGpu(platform)) {
            return;
        }
        try {
            Path folder = cache.resolve("onnxruntime-" + version + "-" + platform);
            if (!Files.isDirectory(folder)) {
                unpack(platform, folder);
            }
            System.setProperty(SETTING, folder.toAbsolutePath().toString());
        } catch (IOException _) {
            // A home that cannot be written to costs time, not the answer.
        }
    }

    /** ONNX Runtime's: its jar's manifest tells on the class path, its jar's name on the module path. */
    static @Nullable String version() {
        ModuleDescriptor module = OrtEnvironment.class.getModule().getDescriptor();
        return module == null
                ? OrtEnvironment.class.getPackage().getImplementationVersion()
                : module.rawVersion().orElse(null);
    }

    /** What ONNX Runtime's jar calls a platform; null where the jar has no libraries for it. */
    static @Nullable String platform(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64");
        if (name.contains("linux")) {
            return arm ? "linux-aarch64" : "linux-x64";
        }
        if (name.contains("mac")) {
            return arm ? "osx-aarch64" : null;
        }
        return name.contains("windows") && !arm ? "win-x64" : null;
    }

    /** Such a jar has libraries of its own for that, which ONNX Runtime unpacks beside the others. */
    private static boolean isForGpu(String platform) {
        String cuda = System.mapLibraryName("onnxruntime_providers_cuda");
        return OrtEnvironment.class.getResource(resource(platform, cuda)) != null;
    }

    private static String resource(String platform, String file) {
        return "/ai/onnxruntime/native/" + platform + "/" + file;
    }

    private static void unpack(String platform, Path folder) throws IOException {
        Path unfinished = Files.createDirectories(folder.resolveSibling(".unpacking-" + UUID.randomUUID()));
        try {
            for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
                String file = System.mapLibraryName(library);
                copy(resource(platform, file), unfinished.resolve(file));
            }
            Folders.publish(unfinished, folder);
        } finally {
            Folders.delete(unfinished);
        }
    }

    private static void copy(String resource, Path file) throws IOException {
        try (InputStream library = OrtEnvironment.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new FileNotFoundException(resource);
            }
            Files.copy(library, file);
        }
    }
}
