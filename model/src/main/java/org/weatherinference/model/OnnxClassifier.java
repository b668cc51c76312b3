package org.weatherinference.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.weatherinference.photo.Photo;

/** A network with the manifest's preparation, labels and calibration. */
final class OnnxClassifier implements Classifier {
    private final Network network;
    private final BundleManifest manifest;

    private OnnxClassifier(Network network, BundleManifest manifest) {
        this.network = network;
        this.manifest = manifest;
    }

    /** @throws BundleException when the network does not fit the manifest */
    static OnnxClassifier open(Path network, BundleManifest manifest) throws BundleException {
        int labels = manifest.labels().size();
        return new OnnxClassifier(Network.open(network, manifest.preparation(), labels), manifest);
    }

    @Override
    public Prediction classify(Photo photo) {
        return prediction(network.run(manifest.preparation().prepare(photo), false));
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
        Prediction prediction = prediction(output);
        return Explanation.of(prediction, evidence(output.activation(), prediction.best()), preparation.used(photo));
    }

    private Prediction prediction(Network.Output output) {
        return new Prediction(
                manifest.labels(), softmax(output.logits(), manifest.temperature()), manifest.unsureThreshold());
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
        network.close();
    }
}
