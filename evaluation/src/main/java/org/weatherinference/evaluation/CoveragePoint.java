package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an unsure threshold would do (El-Yaniv and Wiener 2010, "On the Foundations of Noise-free Selective
 * Classification").
 *
 * @param unsureThreshold the confidence of the least sure answer that it lets pass
 * @param coverage share of the photos whose answers are sure, above 0 to 1
 * @param sure those
 */
record CoveragePoint(double unsureThreshold, double coverage, Tally sure) {
    private static final int MOST = 100;

    /** At most {@value #MOST} points, from few sure answers to all; equally sure ones pass together. */
    static List<CoveragePoint> curve(List<Case> cases) {
        List<Case> surestFirst = cases.stream()
                .sorted(Comparator.comparingDouble(
                                (Case one) -> one.prediction().confidence())
                        .reversed())
                .toList();
        List<CoveragePoint> points = new ArrayList<>();
        int wrong = 0;
        for (int sure = 1; sure <= surestFirst.size(); sure++) {
            Case last = surestFirst.get(sure - 1);
            wrong += last.right() ? 0 : 1;
            boolean parted = sure == surestFirst.size() || isSurer(last, surestFirst.get(sure));
            double coverage = (double) sure / surestFirst.size();
            if (parted && (int) (coverage * MOST) > points.size()) {
                points.add(new CoveragePoint(last.prediction().confidence(), coverage, new Tally(sure, wrong)));
            }
        }
        return points;
    }

    private static boolean isSurer(Case one, Case other) {
        return one.prediction().confidence() > other.prediction().confidence();
    }
}
