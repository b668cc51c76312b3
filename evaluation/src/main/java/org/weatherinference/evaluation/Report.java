package org.weatherinference.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.Split;

/**
 * What is worth looking at in a measurement, and in its comparison with another bundle's. Immutable;
 * {@link ReportFolder} writes it.
 */
public final class Report {
    private static final int LOSSES = 24;
    private static final String SUREST_FIRST = "the surest first";

    private static final Comparator<Case> SUREST = Comparator.comparingDouble(
                    (Case one) -> one.prediction().confidence())
            .reversed();

    private final Dataset dataset;
    private final Measurement measured;
    private final @Nullable Measurement against;
    private final @Nullable Comparison comparison;
    private final List<List<PhotoGroup>> confusion;
    private final PhotoGroup dark;
    private final List<PhotoGroup> changes;
    private final List<Case> losses;

    private Report(Dataset dataset, Measurement measured, @Nullable Measurement against) {
        this.dataset = dataset;
        this.measured = measured;
        this.against = against;
        comparison = against == null ? null : Comparison.of(measured, against);
        confusion = confusion(measured.evaluation());
        dark = dark(measured.evaluation());
        changes = comparison == null ? List.of() : changes(comparison);
        losses = measured.evaluation().cases().stream()
                .sorted(Comparator.comparingDouble(Case::loss).reversed())
                .limit(LOSSES)
                .toList();
    }

    /**
     * The report on a measurement.
     *
     * @param dataset the one that was measured on
     * @param against another bundle's measurement on it; null where there is none to compare with
     */
    public static Report of(Dataset dataset, Measurement measured, @Nullable Measurement against) {
        return new Report(dataset, measured, against);
    }

    /** How many pictures it shows: what {@link ReportFolder#write} tells the progress of. */
    public int pictures() {
        return thumbnails().size() + losses.size();
    }

    /** The photos that are shown small, each once. */
    List<Entry> thumbnails() {
        SortedMap<String, Entry> byPath = new TreeMap<>();
        Stream.concat(confusion.stream().flatMap(List::stream), Stream.concat(Stream.of(dark), changes.stream()))
                .flatMap(group -> group.cards().stream())
                .forEach(card -> byPath.put(card.entry().path(), card.entry()));
        return List.copyOf(byPath.values());
    }

    private static List<List<PhotoGroup>> confusion(Evaluation evaluation) {
        List<List<PhotoGroup>> rows = new ArrayList<>();
        for (String label : evaluation.labels()) {
            rows.add(evaluation.labels().stream()
                    .map(answer -> cell(evaluation, label, answer))
                    .toList());
        }
        return rows;
    }

    /** Wrong answers are worst where they are sure, right ones where they are not. */
    private static PhotoGroup cell(Evaluation evaluation, String label, String answer) {
        boolean right = label.equals(answer);
        List<Card> cards = evaluation.cases().stream()
                .filter(one -> one.entry().label().equals(label)
                        && one.prediction().label().equals(answer))
                .sorted(right ? SUREST.reversed() : SUREST)
                .map(Card::of)
                .toList();
        return PhotoGroup.of(
                "cell-" + evaluation.labels().indexOf(label) + "-"
                        + evaluation.labels().indexOf(answer),
                label + (right ? ", answered rightly" : ", answered as " + answer),
                right ? "the least sure first" : SUREST_FIRST,
                cards);
    }

    private static PhotoGroup dark(Evaluation evaluation) {
        List<Card> cards = evaluation.cases().stream()
                .filter(Case::dark)
                .sorted(Comparator.comparing(Case::right).thenComparingDouble(Case::brightness))
                .map(Card::of)
                .toList();
        return PhotoGroup.of("dark-photos", "Photos in the dark", "wrong answers first, then the darkest", cards);
    }

    private static List<PhotoGroup> changes(Comparison comparison) {
        return List.of(
                change(
                        "mended",
                        "Right with " + comparison.model() + ", wrong with " + comparison.against(),
                        comparison.onlyAgainstWrong()),
                change(
                        "broken",
                        "Wrong with " + comparison.model() + ", right with " + comparison.against(),
                        comparison.onlyModelWrong()),
                change("both-wrong", "Wrong with both", comparison.bothWrong()));
    }

    private static PhotoGroup change(String anchor, String title, List<Comparison.Pair> pairs) {
        return PhotoGroup.of(
                anchor,
                title,
                SUREST_FIRST,
                pairs.stream()
                        .sorted(Comparator.comparing(Comparison.Pair::model, SUREST))
                        .map(Card::of)
                        .toList());
    }

    Dataset dataset() {
        return dataset;
    }

    /** The folder's own name, without the way to it. */
    String datasetName() {
        Path name = dataset.folder().toAbsolutePath().normalize().getFileName();
        return name == null ? "photos" : name.toString();
    }

    /** Those that the measured photos are of, as far as recorded. */
    Set<Split> splits() {
        Set<Split> splits = EnumSet.noneOf(Split.class);
        for (Entry entry : dataset.entries()) {
            if (entry.split() != null) {
                splits.add(entry.split());
            }
        }
        return splits;
    }

    Measurement measured() {
        return measured;
    }

    @Nullable
    Measurement against() {
        return against;
    }

    @Nullable
    Comparison comparison() {
        return comparison;
    }

    /** By [label][answer]. */
    List<List<PhotoGroup>> confusion() {
        return confusion;
    }

    PhotoGroup dark() {
        return dark;
    }

    /** Which answers differ, where there is another bundle. */
    List<PhotoGroup> changes() {
        return changes;
    }

    /** The answers that surprise most, by the loss of the recorded label. */
    List<Case> losses() {
        return losses;
    }
}
