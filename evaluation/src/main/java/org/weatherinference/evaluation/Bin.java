package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers of like confidence (Guo et al. 2017, "On Calibration of Modern Neural Networks").
 *
 * @param from lowest confidence that belongs to it
 * @param confidence mean of theirs
 * @param tally of them, at least one
 */
record Bin(double from, double confidence, Tally tally) {
    static final int COUNT = 15;

    static final int FEW = 10;

    /** From the least sure on; those without an answer are left out. */
    static List<Bin> of(List<Case> cases) {
        var byBin = cases.stream().collect(Collectors.groupingBy(Bin::index));
        List<Bin> bins = new ArrayList<>();
        for (int index = 0; index < COUNT; index++) {
            if (byBin.containsKey(index)) {
                bins.add(of(index, byBin.get(index)));
            }
        }
        return bins;
    }

    private static int index(Case one) {
        return Math.min(COUNT - 1, (int) (one.prediction().confidence() * COUNT));
    }

    private static Bin of(int index, List<Case> cases) {
        double sum =
                cases.stream().mapToDouble(one -> one.prediction().confidence()).sum();
        return new Bin((double) index / COUNT, sum / cases.size(), Tally.of(cases));
    }

    double to() {
        return from + 1.0 / COUNT;
    }

    /** Whether there are too few to draw anything from. */
    boolean few() {
        return tally.photos() < FEW;
    }

    /** Share of right answers. */
    double accuracy() {
        return 1 - tally.error();
    }

    /** Mean distance of confidence and accuracy, 0 to 1. */
    static double calibrationError(List<Bin> bins) {
        double distance = 0;
        int photos = 0;
        for (Bin bin : bins) {
            distance += Math.abs(bin.confidence - bin.accuracy()) * bin.tally.photos();
            photos += bin.tally.photos();
        }
        return distance / photos;
    }
}
