package org.weatherinference.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Copies of networks as ONNX Runtime fuses them, so that it need not at each start: with it a network opens in half the
 * time, and gives the same to the last bit (docs/decisions/089). A copy lies outside its bundle, and one is made for
 * each content, version of ONNX Runtime and platform.
 */
final class FusedNetworks {
    /** A folder of copies that is only read, as an image has one. */
    private static final String READY = "weather.fused";
    /** Each is as large as its network. */
    private static final int MOST_KEPT = 8;

    private FusedNetworks() {}

    /**
     * The copy of a network, which is made where there is none.
     *
     * @param checksum of the network's content
     * @return null where none can be made
     */
    static @Nullable Path of(Path network, String checksum) {
        String name = name(checksum);
        if (name == null) {
            return null;
        }
        String ready = System.getProperty(READY);
        if (ready != null && Files.exists(Path.of(ready, name))) {
            return Path.of(ready, name);
        }
        try {
            Path copy = folder().resolve(name);
            if (!Files.exists(copy)) {
                write(network, copy);
                Folders.keepNewest(folder(), file -> file.toString().endsWith(".onnx"), MOST_KEPT);
            }
            return copy;
        } catch (IOException | OrtException _) {
            // A home that cannot be written to costs time, not the answer; what is wrong with a network its user says.
            return null;
        }
    }

    /** Writes the copy of a network to a folder that is to be a ready one. */
    static void write(Path network, String checksum, Path folder) throws IOException, OrtException {
        String name = name(checksum);
        if (name != null) {
            write(network, folder.resolve(name));
        }
    }

    /** Null where the version or the platform is not known, or the checksum is none: it becomes a file's name. */
    private static @Nullable String name(String checksum) {
        if (checksum.length() != 64 || !checksum.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        String version = NativeCache.version();
        String platform = NativeCache.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        return version == null || platform == null ? null : checksum + "-" + version + "-" + platform + ".onnx";
    }

    private static Path folder() {
        return WeatherHome.cache().resolve("networks");
    }

    private static void write(Path network, Path copy) throws IOException, OrtException {
        Files.createDirectories(copy.resolveSibling("."));
        Path unfinished = copy.resolveSibling(".fusing-" + UUID.randomUUID());
        try (var options = Network.options()) {
            // What is fused beyond this depends on the very processor, and is quickly done.
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(unfinished.toString());
            OnnxRuntime.environment().createSession(network.toString(), options).close();
            Folders.sync(unfinished);
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
