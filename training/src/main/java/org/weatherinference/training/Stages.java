package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The networks as they were after each stage of a training, as ONNX files to begin another with.
 *
 * @param wanted whether they are kept at all
 */
record Stages(Path folder, boolean wanted) {
    static final String HEAD = "stage-1.onnx";
    static final String ALL_LAYERS = "stage-2.onnx";

    void keep(String stage, Network network) throws IOException {
        if (wanted) {
            Path fresh = folder.resolve(stage + ".new");
            Files.write(fresh, network.current().bytes());
            Files.move(
                    fresh, folder.resolve(stage), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
