package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;
import org.weatherinference.onnx.PixelInput;
import org.weatherinference.onnx.TensorData;

/**
 * Several steps of a whole training against the same steps worked out here in double: a network that is nothing but a
 * head on the mean colour, so its gradient is that of logistic regression.
 */
class TrainingStepTest {
    private static final int LABELS = 2;
    private static final int CHANNELS = 3;
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};

    /** No average, no epoch of the head alone: what comes out is the network after the last step. */
    private static final TrainingPlan PLAN = new TrainingPlan(
            1, 0, Plans.SIZE, 0, 4, 0.1, 0.1, Augment.STANDARD, 0.05, 0.1, 0.3, 0, 0, 0.25, 5, List.of(), 11);

    /** A number that learns, with what AdamW remembers of it. */
    private static final class Learning {
        private final double decay;
        private double value;
        private double mean;
        private double variance;
        private int steps;

        Learning(double value, double decay) {
            this.value = value;
            this.decay = decay;
        }

        void step(double gradient, double rate) {
            steps++;
            mean = 0.9 * mean + 0.1 * gradient;
            variance = 0.99 * variance + 0.01 * gradient * gradient;
            double unbiasedMean = mean / (1 - Math.pow(0.9, steps));
            double deviation = Math.sqrt(variance / (1 - Math.pow(0.99, steps)));
            value -= rate * (unbiasedMean / (deviation + 1e-5) + decay * value);
        }
    }

    private static Graph start() throws TrainingException {
        Graph colours = new GraphBuilder(13)
                .input("x", DataType.FLOAT, "n", 3L, "h", "w")
                .node("Identity", List.of("x"), "same")
                .node("GlobalAveragePool", List.of("same"), "y")
                .build("y");
        return Head.attach(Head.cut(PixelInput.of(colours)), LABELS, CHANNELS, PLAN.seed());
    }

    private static float[] values(Graph graph, String name) {
        return TensorData.floats(Objects.requireNonNull(graph.initializers().get(name)));
    }

    @Test
    void steps_equalThoseByHand(@TempDir Path photos, @TempDir Path folder) throws Exception {
        Drawings.dataset(photos, 8);
        Dataset dataset = Dataset.read(photos);
        Learning[][] weights = new Learning[LABELS][CHANNELS + 1];
        for (int label = 0; label < LABELS; label++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                float weight = values(start(), Head.WEIGHT)[label * CHANNELS + channel];
                weights[label][channel] = new Learning(weight, PLAN.weightDecay());
            }
            weights[label][CHANNELS] = new Learning(0, 0);
        }
        try (Batches batches = new Batches(dataset, PLAN, Teachers.none(), 1)) {
            OneCycle cycle = new OneCycle(PLAN.rate(), batches.count());
            int steps = batches.shuffled(0, 0, (index, batch) -> {
                step(weights, batch, cycle.rate(index));
                return true;
            });
            assertThat(steps).isEqualTo(4);
        }
        Graph trained;
        Stages stages = new Stages(folder, false);
        try (Trainer trainer = new Trainer(start(), dataset, dataset, PLAN, Teachers.none(), stages, new Silence())) {
            trained = Graph.read(trainer.train(() -> false).orElseThrow().network());
        }
        for (int label = 0; label < LABELS; label++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                assertThat((double) values(trained, Head.WEIGHT)[label * CHANNELS + channel])
                        .isCloseTo(weights[label][channel].value, within(2e-5));
            }
            assertThat((double) values(trained, Head.BIAS)[label])
                    .isCloseTo(weights[label][CHANNELS].value, within(2e-5));
        }
    }

    private static void step(Learning[][] weights, Batch batch, double rate) {
        double[][] gradient = new double[LABELS][CHANNELS + 1];
        for (int photo = 0; photo < batch.photos(); photo++) {
            double[] colour = colour(batch.pixels(), photo);
            double[] probabilities = probabilities(weights, colour);
            for (int label = 0; label < LABELS; label++) {
                double error = (probabilities[label] - batch.targets()[photo * LABELS + label]) / batch.photos();
                for (int i = 0; i <= CHANNELS; i++) {
                    gradient[label][i] += error * colour[i];
                }
            }
        }
        for (int label = 0; label < LABELS; label++) {
            for (int i = 0; i <= CHANNELS; i++) {
                weights[label][i].step(gradient[label][i], rate);
            }
        }
    }

    /** Mean red, green and blue, normalised, and a one for the bias. */
    private static double[] colour(ByteBuffer pixels, int photo) {
        int places = Plans.SIZE * Plans.SIZE;
        double[] colour = {0, 0, 0, 1};
        for (int i = 0; i < places * CHANNELS; i++) {
            int channel = i % CHANNELS;
            double unit = (pixels.get(photo * places * CHANNELS + i) & 0xff) / 255.0;
            colour[channel] += (unit - MEAN[channel]) / DEVIATION[channel] / places;
        }
        return colour;
    }

    private static double[] probabilities(Learning[][] weights, double[] colour) {
        double[] odds = new double[LABELS];
        double sum = 0;
        for (int label = 0; label < LABELS; label++) {
            double logit = 0;
            for (int i = 0; i <= CHANNELS; i++) {
                logit += weights[label][i].value * colour[i];
            }
            odds[label] = Math.exp(logit);
            sum += odds[label];
        }
        return new double[] {odds[0] / sum, odds[1] / sum};
    }
}
