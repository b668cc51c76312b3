package org.weatherinference.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Temperature (Guo et al. 2017, "On Calibration of Modern Neural Networks") and unsure threshold from held-out photos.
 *
 * @param temperature that logits are divided by before the softmax, {@value #MIN_TEMPERATURE} to
 *     {@value #MAX_TEMPERATURE}
 * @param unsureThreshold confidence below which an answer is unsure, 0 to 1
 */
public record Calibration(double temperature, double unsureThreshold) {
    private static final double MIN_TEMPERATURE = 0.05;
    private static final double MAX_TEMPERATURE = 20;

    /** Halvings of the interval of temperatures: far below what a float can tell apart. */
    private static final int STEPS = 60;

    /**
     * What sure answers shall be. Where not all can be had, {@code mostUnsure} is kept to.
     *
     * @param mostWrong share of wrong answers allowed among the sure ones, 0 to 1
     * @param leastConfidence that any sure answer has, 0 to 1: for photos unlike all that are held out
     * @param mostUnsure share of photos that may be left unsure, 0 to 1
     */
    public record Demand(double mostWrong, double leastConfidence, double mostUnsure) {
        /** @throws IllegalArgumentException when one is not 0 to 1 */
        public Demand {
            checkShare("mostWrong", mostWrong);
            checkShare("leastConfidence", leastConfidence);
            checkShare("mostUnsure", mostUnsure);
        }

        private static void checkShare(String name, double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("%s is %s, must be 0 to 1".formatted(name, share));
            }
        }
    }

    /**
     * The temperature that makes the held-out photos most likely, and the lowest threshold at which the answers at or
     * above it are as demanded.
     *
     * <p>Both are careful where there are few photos. The temperature takes each label for a little less than certain,
     * as if one more photo of every label were still to come (Platt 1999, "Probabilistic Outputs for Support Vector
     * Machines"), so that answers which are all right do not make it certain of everything. The share of wrong answers
     * is estimated by the rule of succession, (wrong + 1) / (answers + 2): twenty right answers out of twenty do not
     * prove an error below 4 %.
     *
     * @param logits [photo][label], at least one photo and two labels
     * @param truth index of each photo's label
     * @throws IllegalArgumentException when the arrays do not fit together, or a logit is not finite
     */
    public static Calibration fit(float[][] logits, int[] truth, Demand demand) {
        check(logits, truth);
        double temperature = temperature(logits, truth);
        return new Calibration(temperature, threshold(answers(logits, truth, temperature), demand));
    }

    /** The same temperature with the threshold that other photos, answered at this temperature, ask for. */
    public Calibration withThresholdFor(Evaluation answered, Demand demand) {
        Sureness[] answers = answered.cases().stream()
                .map(one -> new Sureness(one.prediction().confidence(), one.right()))
                .sorted(Sureness.SUREST_FIRST)
                .toArray(Sureness[]::new);
        return new Calibration(temperature, threshold(answers, demand));
    }

    private static void check(float[][] logits, int[] truth) {
        if (logits.length == 0 || logits.length != truth.length) {
            throw new IllegalArgumentException(
                    "%d rows of logits and %d labels: there must be as many, and at least one"
                            .formatted(logits.length, truth.length));
        }
        int labels = logits[0].length;
        for (int i = 0; i < truth.length; i++) {
            if (labels < 2 || logits[i].length != labels || truth[i] < 0 || truth[i] >= labels) {
                throw new IllegalArgumentException("row %d has %d logits and label %d: there are %d labels, from 0"
                        .formatted(i, logits[i].length, truth[i], labels));
            }
            for (float logit : logits[i]) {
                if (!Float.isFinite(logit)) {
                    throw new IllegalArgumentException(
                            "row %d holds the logit %s, which is not finite".formatted(i, logit));
                }
            }
        }
    }

    /** The likelihood is concave in 1 / temperature, so its slope crosses zero once at most: bisection finds where. */
    private static double temperature(float[][] logits, int[] truth) {
        double low = Math.log(MIN_TEMPERATURE);
        double high = Math.log(MAX_TEMPERATURE);
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (wantsHotter(logits, truth, Math.exp(middle))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /** Whether the photos would be more likely at a slightly higher temperature. */
    private static boolean wantsHotter(float[][] logits, int[] truth, double temperature) {
        int labels = logits[0].length;
        double doubt = (double) labels / (logits.length + labels);
        double slope = 0;
        for (int i = 0; i < truth.length; i++) {
            double[] probabilities = softmax(logits[i], temperature);
            double expected = 0;
            double mean = 0;
            for (int label = 0; label < labels; label++) {
                expected += probabilities[label] * logits[i][label];
                mean += logits[i][label] / (double) labels;
            }
            slope += expected - (1 - doubt) * logits[i][truth[i]] - doubt * mean;
        }
        return slope > 0;
    }

    private static double[] softmax(float[] logits, double temperature) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = Math.exp((logits[i] - most) / temperature);
            sum += probabilities[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** How sure the most probable label was, and whether it was right. */
    private record Sureness(double confidence, boolean right) {
        static final Comparator<Sureness> SUREST_FIRST =
                Comparator.comparingDouble(Sureness::confidence).reversed();
    }

    /** Surest first. */
    private static Sureness[] answers(float[][] logits, int[] truth, double temperature) {
        return IntStream.range(0, truth.length)
                .mapToObj(i -> sureness(softmax(logits[i], temperature), truth[i]))
                .sorted(Sureness.SUREST_FIRST)
                .toArray(Sureness[]::new);
    }

    private static Sureness sureness(double[] probabilities, int truth) {
        int best = 0;
        for (int label = 1; label < probabilities.length; label++) {
            best = probabilities[label] > probabilities[best] ? label : best;
        }
        return new Sureness(probabilities[best], best == truth);
    }

    /** Goes from the surest answer down; equal ones are above or below the threshold together. */
    private static double threshold(Sureness[] answers, Demand demand) {
        long fewest = answers.length - (long) Math.floor(answers.length * demand.mostUnsure() + 1e-9);
        double threshold = -1;
        int wrong = 0;
        for (int sure = 1; sure <= answers.length; sure++) {
            wrong += answers[sure - 1].right() ? 0 : 1;
            double above = answers[sure - 1].confidence();
            double below = sure == answers.length ? 0 : answers[sure].confidence();
            boolean confident = above >= demand.leastConfidence();
            boolean good = confident && (wrong + 1.0) / (sure + 2.0) <= demand.mostWrong();
            if (below < above && sure >= fewest && (good || threshold < 0)) {
                double middle = between(below, above);
                threshold = confident ? Math.max(middle, demand.leastConfidence()) : middle;
            }
        }
        return threshold;
    }

    /** Halfway, so that another processor's last bits move no photo over it; 0 below the least sure photo. */
    private static double between(double below, double above) {
        return below == 0 ? 0 : (below + above) / 2;
    }
}
