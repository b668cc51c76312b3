package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Sha256;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Provenance;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.onnx.Outputs;
import org.weatherinference.onnx.PixelInput;

/**
 * What a training begins with: a bundle's network, or any plain convolutional ONNX file.
 *
 * @param file the ONNX file's bytes
 * @param name for people: the bundle's reference or the file's name and hash
 * @param epochs that it has learnt already, as far as is known
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes, read once and never written to
record StartNetwork(byte[] file, String name, int epochs) {
    /** Enough for the statistics of a few thousand channels. */
    private static final int PHOTOS_FOR_BATCH_NORM = 200;

    /**
     * @param from a bundle reference, or the path of a file that ends in {@code .onnx}; empty for the standard bundle
     */
    static StartNetwork of(String from, BundleStore store) throws TrainingException {
        try {
            return from.endsWith(".onnx") ? ofFile(Path.of(from)) : ofBundle(from, store);
        } catch (NoSuchFileException e) {
            throw new TrainingException("there is no file " + from + " (--from)", e);
        } catch (IOException e) {
            throw new TrainingException(from + " cannot be read (--from): " + e.getMessage(), e);
        }
    }

    private static StartNetwork ofFile(Path path) throws IOException {
        byte[] file = Files.readAllBytes(path);
        return new StartNetwork(file, path.getFileName() + " sha256:" + Sha256.hex(file), 0);
    }

    private static StartNetwork ofBundle(String from, BundleStore store) throws IOException, TrainingException {
        try {
            Bundle bundle = from.isEmpty() ? store.standardBundle() : store.resolve(from);
            return new StartNetwork(
                    Files.readAllBytes(bundle.network()),
                    bundle.reference(),
                    epochs(bundle.manifest().provenance()));
        } catch (BundleException e) {
            throw new TrainingException(e.getMessage() + " (--from takes a bundle, or a file that ends in .onnx)", e);
        }
    }

    private static int epochs(@Nullable Provenance provenance) {
        return provenance == null
                ? 0
                : Integer.parseInt(provenance.settings().getOrDefault(BundleMaker.EPOCHS_IN_ALL, "0"));
    }

    /** Whether it was made here, to tell these labels apart. */
    boolean isMadeFor(List<String> labels) {
        return Graph.read(file).labels().equals(labels);
    }

    String sha256() {
        return Sha256.hex(file);
    }

    /** The network up to its last feature map. */
    Graph body() throws TrainingException {
        try {
            return Head.cut(PixelInput.of(Graph.read(file)));
        } catch (OnnxException e) {
            throw new TrainingException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * The network with batch norms where an exporter had folded them away, and with a head: its own where it was made
     * here for the same labels, else a fresh one.
     */
    Graph withHead(Dataset learnt, TrainingPlan plan) throws TrainingException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Graph whole = Graph.read(file);
            Graph body = Head.cut(PixelInput.of(whole));
            Graph trainable = RestoredBatchNorm.neededFor(body) ? restored(body, learnt, plan, manager) : body;
            Graph fresh = Head.attach(
                            trainable, learnt.labels().size(), channels(trainable, plan, manager), plan.seed())
                    .withLabels(learnt.labels());
            return isMadeFor(learnt.labels()) ? Head.taken(whole, fresh) : fresh;
        } catch (OnnxException e) {
            throw new TrainingException(name + ": " + e.getMessage(), e);
        }
    }

    private static int channels(Graph body, TrainingPlan plan, NDManager manager) {
        try (Network network = new Network(body, manager)) {
            ByteBuffer black = ByteBuffer.allocateDirect(plan.size() * plan.size() * 3);
            NDArray pixels = Network.pixels(network.manager(), black, 1, plan.size(), plan.size());
            return (int) network.run(pixels, false, Outputs.FEATURES)
                    .singletonOrThrow()
                    .getShape()
                    .get(1);
        }
    }

    private static Graph restored(Graph body, Dataset learnt, TrainingPlan plan, NDManager manager) {
        RestoredBatchNorm batchNorm = new RestoredBatchNorm();
        int[] seen = {0};
        try (Network network = new Network(body, manager);
                Batches batches = new Batches(learnt, plan)) {
            batches.shuffled(0, 0, (index, batch) -> {
                try (NDManager step = manager.newSubManager()) {
                    batchNorm.observe(network, batch.pixels(step));
                }
                seen[0] += batch.photos();
                return seen[0] < PHOTOS_FOR_BATCH_NORM;
            });
        }
        return batchNorm.restore(body);
    }
}
