package org.weatherinference.cli;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.weatherinference.command.CommandException;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.Preparation;
import org.weatherinference.onnx.Calibration;
import org.weatherinference.onnx.Graph;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/**
 * Photos that show how large a network's values get. They are decoded for each run: those of a large calibration would
 * not fit in memory.
 *
 * @param seed that they were chosen with
 */
record CalibrationPhotos(Dataset dataset, Preparation preparation, long seed) {
    /** Some of a dataset, or all where it has no more. */
    static CalibrationPhotos of(Dataset dataset, Bundle bundle, int most, long seed) {
        List<Entry> entries = new ArrayList<>(dataset.entries());
        Collections.shuffle(entries, new Random(seed));
        List<Entry> some = entries.subList(0, Math.min(most, entries.size()));
        return new CalibrationPhotos(
                new Dataset(dataset.folder(), dataset.labels(), some),
                bundle.manifest().preparation(),
                seed);
    }

    int count() {
        return dataset.entries().size();
    }

    /** The first few, prepared. */
    List<Photo> first(int count) {
        return dataset.entries().stream().limit(count).map(this::photo).toList();
    }

    private Photo photo(Entry entry) {
        try {
            byte[] file = Files.readAllBytes(dataset.file(entry));
            return preparation.prepare(preparation.decode(PhotoDecoder.create(PhotoLimits.DEFAULT), file));
        } catch (IOException | PhotoException e) {
            throw new CommandException(
                    dataset.file(entry) + " cannot be read: " + e.getMessage()
                            + "; weather dataset check finds all such",
                    e);
        }
    }

    /** Runs a network on each, on one thread. A bundle must have been opened before, which sets ONNX Runtime up. */
    void run(Graph network, Calibration.Viewer viewer, Runnable photoDone) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(network.bytes(), options)) {
                for (Entry entry : dataset.entries()) {
                    try (OnnxTensor pixels = tensor(environment, photo(entry))) {
                        show(session, pixels, viewer);
                    }
                    photoDone.run();
                }
            }
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Photo photo) throws OrtException {
        ByteBuffer pixels = ByteBuffer.allocateDirect(photo.width() * photo.height() * 3);
        photo.copyTo(pixels);
        long[] shape = {1, photo.height(), photo.width(), 3};
        return OnnxTensor.createTensor(environment, pixels.clear(), shape, OnnxJavaType.UINT8);
    }

    private static void show(OrtSession session, OnnxTensor pixels, Calibration.Viewer viewer) throws OrtException {
        String input = session.getInputNames().iterator().next();
        try (OrtSession.Result result = session.run(Map.of(input, pixels))) {
            for (var output : result) {
                OnnxTensor tensor = (OnnxTensor) output.getValue();
                viewer.see(
                        output.getKey(),
                        tensor.getFloatBuffer(),
                        Math.toIntExact(tensor.getInfo().getShape()[1]));
            }
        }
    }
}
