package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.weatherinference.model.Metrics;

/**
 * What a bundle's answers to labelled photos amount to. Immutable.
 *
 * @param labels the bundle's, in its order
 * @param cases at least one
 */
public record Evaluation(List<String> labels, List<Case> cases) {
    private static final int BINS = 15;

    /** @throws IllegalArgumentException where there is no case, or one whose label or answer is not among the labels */
    public Evaluation {
        labels = List.copyOf(labels);
        cases = List.copyOf(cases);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("no photo was answered, so there is nothing to evaluate");
        }
        for (Case one : cases) {
            if (!labels.contains(one.entry().label())
                    || !labels.containsAll(one.prediction().labels())) {
                throw new IllegalArgumentException(
                        "%s, labelled %s, was answered with the labels %s, which are not all in %s"
                                .formatted(
                                        one.entry().path(),
                                        one.entry().label(),
                                        one.prediction().labels(),
                                        labels));
            }
        }
    }

    /** The figures a bundle remembers. */
    public Metrics metrics() {
        Tally all = Tally.of(cases);
        Tally sure = sure();
        List<Metrics.SourceResult> sources = new ArrayList<>();
        perSource()
                .forEach((source, tally) ->
                        sources.add(new Metrics.SourceResult(source, tally.photos(), tally.wrong())));
        return new Metrics(
                all.photos(),
                all.wrong(),
                all.low(),
                all.high(),
                calibrationError(),
                (double) sure.photos() / all.photos(),
                sure.error(),
                sources);
    }

    /** Tables for a terminal: error with interval, per label, per source, confusion matrix, calibration. */
    public String text() {
        return new TextReport(this).write();
    }

    /** The same facts as one JSON object on one line, named as {@code bundle.json} names them. */
    public String json() {
        return JsonReport.write(this);
    }

    /** In the order of the labels. */
    List<LabelTally> perLabel() {
        int[][] confusion = confusion();
        List<LabelTally> tallies = new ArrayList<>();
        for (int label = 0; label < labels.size(); label++) {
            int photos = 0;
            int answered = 0;
            for (int other = 0; other < labels.size(); other++) {
                photos += confusion[label][other];
                answered += confusion[other][label];
            }
            tallies.add(new LabelTally(labels.get(label), photos, answered, confusion[label][label]));
        }
        return tallies;
    }

    /** By source, sorted. */
    SortedMap<String, Tally> perSource() {
        SortedMap<String, List<Case>> bySource = new TreeMap<>();
        for (Case one : cases) {
            bySource.computeIfAbsent(one.entry().source(), source -> new ArrayList<>())
                    .add(one);
        }
        SortedMap<String, Tally> tallies = new TreeMap<>();
        bySource.forEach((source, own) -> tallies.put(source, Tally.of(own)));
        return tallies;
    }

    /** Photos by [their label][the answer]. */
    int[][] confusion() {
        int[][] counts = new int[labels.size()][labels.size()];
        for (Case one : cases) {
            counts[labels.indexOf(one.entry().label())][
                    labels.indexOf(one.prediction().label())]++;
        }
        return counts;
    }

    /** The answers that are not {@code unsure}. */
    Tally sure() {
        return Tally.of(cases.stream().filter(Case::sure).toList());
    }

    /** Mean distance of confidence and share of right answers over bins of like confidence (Guo et al. 2017). */
    private double calibrationError() {
        double[] distance = new double[BINS];
        for (Case one : cases) {
            float confidence = one.prediction().confidence();
            int bin = Math.min(BINS - 1, (int) (confidence * BINS));
            distance[bin] += confidence - (one.right() ? 1 : 0);
        }
        double sum = 0;
        for (double binned : distance) {
            sum += Math.abs(binned);
        }
        return sum / cases.size();
    }
}
