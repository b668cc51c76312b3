package org.weatherinference.training;

import java.util.Arrays;
import org.weatherinference.evaluation.Calibration;

/**
 * A network's answers to photos whose labels are known.
 *
 * @param logits [photo][label]
 * @param truth index of each photo's label
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never kept
record Answers(float[][] logits, int[] truth) {
    /** What sure answers of every bundle made here shall be. */
    static final Calibration.Demand DEMAND = new Calibration.Demand(0.01, 0.9, 0.12);

    /** A mean with its standard error. */
    record Estimate(double mean, double error) {}

    Calibration calibration() {
        return Calibration.fit(logits, truth, DEMAND);
    }

    /**
     * Cross-entropy at the best temperature: label smoothing and mixup make a network the less certain the longer it
     * learns, which says nothing about how well it tells photos apart.
     */
    Estimate loss() {
        double temperature = calibration().temperature();
        double[] losses = new double[truth.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = loss(logits[i], truth[i], temperature);
        }
        double mean = Arrays.stream(losses).average().orElseThrow();
        double squares =
                Arrays.stream(losses).map(loss -> (loss - mean) * (loss - mean)).sum();
        return new Estimate(mean, Math.sqrt(squares) / losses.length);
    }

    private static double loss(float[] row, int truth, double temperature) {
        double top = row[most(row)];
        double sum = 0;
        for (float logit : row) {
            sum += Math.exp((logit - top) / temperature);
        }
        return Math.log(sum) - (row[truth] - top) / temperature;
    }

    /** Share of photos with a wrong label, 0 to 1. */
    double error() {
        int wrong = 0;
        for (int i = 0; i < truth.length; i++) {
            wrong += most(logits[i]) == truth[i] ? 0 : 1;
        }
        return (double) wrong / truth.length;
    }

    /** Index of the largest number; the first of several. */
    static int most(float[] row) {
        int most = 0;
        for (int i = 1; i < row.length; i++) {
            most = row[i] > row[most] ? i : most;
        }
        return most;
    }
}
