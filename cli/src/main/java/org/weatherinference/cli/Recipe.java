package org.weatherinference.cli;

import ai.onnxruntime.OrtException;
import org.weatherinference.model.BundleDraft;
import org.weatherinference.onnx.Calibration;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Int8Network;
import org.weatherinference.onnx.Rectifiers;

/** What is made of a network with the help of photos. */
enum Recipe {
    /** All that a convolution reckons with has 8 bits. */
    INT8("made int8", "in whole numbers of 8 bits", "-int8", "numbers", "int8", 2) {
        @Override
        Graph apply(Graph network, Calibration<OrtException> calibration) throws OrtException {
            return Int8Network.of(network, calibration);
        }

        @Override
        BundleDraft finish(BundleDraft draft) {
            return draft.inInt8();
        }
    },

    /** The same answers sooner. */
    UNBOUNDED("optimized", "without bounds that its values do not reach", "", "bounds", "reached", 1) {
        @Override
        Graph apply(Graph network, Calibration<OrtException> calibration) throws OrtException {
            return Rectifiers.unbounded(network, calibration);
        }

        @Override
        BundleDraft finish(BundleDraft draft) {
            return draft;
        }
    };

    private final String done;
    private final String words;
    private final String suffix;
    private final String setting;
    private final String value;
    private final int runs;

    /**
     * @param done as in "is done"
     * @param words what the network is, beside the one that it was made of
     * @param suffix of the new bundle's name, where none is given
     * @param setting that tells in a bundle's provenance that this was done
     * @param value of that setting
     * @param runs of the calibration
     */
    Recipe(String done, String words, String suffix, String setting, String value, int runs) {
        this.done = done;
        this.words = words;
        this.suffix = suffix;
        this.setting = setting;
        this.value = value;
        this.runs = runs;
    }

    abstract Graph apply(Graph network, Calibration<OrtException> calibration) throws OrtException;

    abstract BundleDraft finish(BundleDraft draft);

    String done() {
        return done;
    }

    String words() {
        return words;
    }

    String suffix() {
        return suffix;
    }

    String setting() {
        return setting;
    }

    String value() {
        return value;
    }

    int runs() {
        return runs;
    }
}
