package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.Metrics;

/**
 * What a bundle's answers to labelled photos amount to. Immutable.
 *
 * @param labels the bundle's, in its order
 * @param cases at least one
 */
public record Evaluation(List<String> labels, List<Case> cases) {
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

    /** The same answers, of which other ones are sure. */
    public Evaluation withUnsureThreshold(double threshold) {
        return new Evaluation(
                labels,
                cases.stream().map(one -> one.withUnsureThreshold(threshold)).toList());
    }

    /** The figures a bundle remembers. */
    public Metrics metrics() {
        Tally all = Tally.of(cases);
        Tally sure = sure();
        List<Metrics.SourceResult> sources = new ArrayList<>();
        for (SourceTally source : perSource()) {
            sources.add(new Metrics.SourceResult(
                    source.source(), source.tally().photos(), source.tally().wrong()));
        }
        return new Metrics(
                all.photos(),
                all.wrong(),
                all.low(),
                all.high(),
                Bin.calibrationError(bins()),
                (double) sure.photos() / all.photos(),
                sure.error(),
                sources);
    }

    /**
     * Tables for a terminal: error with interval, per label, per source, of sources never seen and in the dark,
     * confusion matrix, calibration.
     */
    public String text() {
        return new TextReport(this).write();
    }

    /** The same facts as one JSON object on one line, named as {@code bundle.json} names them. */
    public String json() {
        return JsonText.line(EvaluationJson.of(this));
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
    List<SourceTally> perSource() {
        SortedMap<String, List<Case>> bySource = new TreeMap<>();
        for (Case one : cases) {
            bySource.computeIfAbsent(one.entry().source(), source -> new ArrayList<>())
                    .add(one);
        }
        return bySource.entrySet().stream()
                .map(source -> new SourceTally(
                        source.getKey(), source.getValue().getFirst().familiarity(), Tally.of(source.getValue())))
                .toList();
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

    /** Those of sources that are so well known. */
    Tally of(Familiarity familiarity) {
        return Tally.of(
                cases.stream().filter(one -> one.familiarity() == familiarity).toList());
    }

    /** Those of outdoors in the dark. */
    Tally dark() {
        return Tally.of(cases.stream().filter(Case::dark).toList());
    }

    /** Those of outdoors in daylight. */
    Tally daylight() {
        return Tally.of(cases.stream().filter(Case::daylight).toList());
    }

    List<Bin> bins() {
        return Bin.of(cases);
    }

    List<CoveragePoint> coverageCurve() {
        return CoveragePoint.curve(cases);
    }
}
