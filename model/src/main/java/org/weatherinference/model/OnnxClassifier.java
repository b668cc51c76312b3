package org.weatherinference.model;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.Photo;

/** A network with the manifest's preparation, labels and calibration. */
final class OnnxClassifier implements Classifier {
    /** Beyond that a GPU gains little, and photos wait. */
    private static final int MOST_AT_ONCE = 32;

    private final Network network;
    private final BundleManifest manifest;
    /** Null on a processor, whose cores take a photo each. */
    private final @Nullable Batching<Photo, float[]> batching;

    private OnnxClassifier(Network network, BundleManifest manifest, @Nullable Batching<Photo, float[]> batching) {
        this.network = network;
        this.manifest = manifest;
        this.batching = batching;
    }

    /** @throws BundleException when the network does not fit the manifest, or cannot be run on the device */
    static OnnxClassifier open(Path file, BundleManifest manifest, Device device) throws BundleException {
        Network network =
                Network.open(file, manifest.preparation(), manifest.labels().size(), device);
        return device == Device.CPU ? new OnnxClassifier(network, manifest, null) : batching(network, manifest);
    }

    /** Runs several photos at once, whatever the device. */
    static OnnxClassifier batching(Network network, BundleManifest manifest) {
        int most = network.takesSeveral() ? MOST_AT_ONCE : 1;
        ByteBuffer pixels = ByteBuffer.allocateDirect(most * network.photoBytes());
        return new OnnxClassifier(
                network, manifest, Batching.open("classify-batches", most, photos -> network.logits(photos, pixels)));
    }

    @Override
    public Prediction classify(Photo photo) {
        Photo prepared = manifest.preparation().prepare(photo);
        return prediction(batching == null ? network.run(prepared, false).logits() : batching.ask(prepared));
    }

    @Override
    public boolean explains() {
        return network.hasActivation();
    }

    @Override
    public Explanation explain(Photo photo) {
        if (!explains()) {
            throw new UnsupportedOperationException(
                    manifest.reference() + " cannot explain its answers: its network has no output \"activation\"");
        }
        Preparation preparation = manifest.preparation();
        Network.Output output = network.run(preparation.prepare(photo), true);
        Prediction prediction = prediction(output.logits());
        return Explanation.of(prediction, evidence(output.activation(), prediction.best()), preparation.used(photo));
    }

    private Prediction prediction(float[] logits) {
        return new Prediction(manifest.labels(), softmax(logits, manifest.temperature()), manifest.unsureThreshold());
    }

    /** In double and with {@link StrictMath}, so that equal logits give equal probabilities on every machine. */
    static List<Float> softmax(float[] logits, double temperature) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        var shares = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            shares[i] = StrictMath.exp((logits[i] - most) / temperature);
            sum += shares[i];
        }
        var probabilities = new ArrayList<Float>(logits.length);
        for (double share : shares) {
            probabilities.add((float) (share / sum));
        }
        return probabilities;
    }

    /** What speaks for a label more than for the others on average: only differences between logits decide. */
    static float[][] evidence(float[][][] activation, int label) {
        var evidence = new float[activation[0].length][activation[0][0].length];
        for (int row = 0; row < evidence.length; row++) {
            for (int column = 0; column < evidence[row].length; column++) {
                float sum = 0;
                for (float[][] map : activation) {
                    sum += map[row][column];
                }
                evidence[row][column] = activation[label][row][column] - sum / activation.length;
            }
        }
        return evidence;
    }

    @Override
    public void close() {
        if (batching != null) {
            batching.close();
        }
        network.close();
    }
}
