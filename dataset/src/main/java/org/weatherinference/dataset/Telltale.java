package org.weatherinference.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.PhotoHeader;

/**
 * How well something that is not weather tells the label. Each half of the photos votes on the other: a photo gets the
 * label that is most frequent among those of the other half that have the same value. A network may learn that instead
 * of the weather, and then fails elsewhere.
 *
 * @param feature such as {@code source}
 * @param right share of photos whose label the vote gives, 0 to 1
 * @param guess share of photos of the most frequent label, which is what a vote without the feature gives
 * @param told the labels that it tells from all others: with the share of mistakes spared, which is at least a half
 * @param example the value that tells most, its label and in how many of its photos it is right
 */
public record Telltale(String feature, double right, double guess, SortedMap<String, Double> told, String example) {
    /** From here on {@link #tells}. */
    private static final double MUCH = 0.25;

    private static final double MOST = 0.5;

    private record Feature(String name, Function<Inspection, String> value) {}

    private static final List<Feature> FEATURES = List.of(
            new Feature("source", photo -> photo.entry().source()),
            new Feature("size in pixels", Telltale::size),
            new Feature("shape", Telltale::shape),
            new Feature("bytes a pixel", Telltale::bytesAPixel),
            new Feature("compression", Telltale::compression));

    /**
     * Which share of the mistakes that guessing makes the vote spares, 0 to 1; below 0 where it is worse than guessing.
     */
    public double spared() {
        return guess == 1 ? 0 : (right - guess) / (1 - guess);
    }

    /** Whether it tells so much that a network is likely to learn it: a quarter of all mistakes, half of a label's. */
    public boolean tells() {
        return spared() >= MUCH || !told.isEmpty();
    }

    /**
     * All features.
     *
     * @param photos that can be decoded
     * @param group for each photo the number of its group of lookalikes, which stay in one half
     */
    static List<Telltale> of(List<Inspection> photos, int[] group) {
        if (photos.stream().map(photo -> photo.entry().label()).distinct().count() < 2) {
            return List.of();
        }
        boolean[] half = new boolean[photos.size()];
        for (int i = 0; i < half.length; i++) {
            String hash = photos.get(group[i]).content().hash();
            half[i] = Character.digit(hash.charAt(0), 16) % 2 == 0;
        }
        return FEATURES.stream().map(feature -> of(feature, photos, half)).toList();
    }

    private static Telltale of(Feature feature, List<Inspection> photos, boolean[] half) {
        List<Map<String, Map<String, Integer>>> counts = List.of(new HashMap<>(), new TreeMap<>());
        Map<String, Map<String, Integer>> all = new TreeMap<>();
        for (int i = 0; i < half.length; i++) {
            String value = feature.value().apply(photos.get(i));
            String label = photos.get(i).entry().label();
            count(counts.get(half[i] ? 1 : 0), value, label);
            count(all, value, label);
        }
        Map<String, Integer> labels = labels(photos);
        String frequent = winner(labels);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < half.length; i++) {
            Map<String, Integer> votes =
                    counts.get(half[i] ? 0 : 1).get(feature.value().apply(photos.get(i)));
            answers.add(votes == null ? frequent : winner(votes));
        }
        return new Telltale(
                feature.name(),
                (double) right(photos, answers) / half.length,
                (double) labels.getOrDefault(frequent, 0) / half.length,
                told(photos, answers, labels),
                example(all, labels));
    }

    private static int right(List<Inspection> photos, List<String> answers) {
        int right = 0;
        for (int i = 0; i < answers.size(); i++) {
            right += photos.get(i).entry().label().equals(answers.get(i)) ? 1 : 0;
        }
        return right;
    }

    private static SortedMap<String, Double> told(
            List<Inspection> photos, List<String> answers, Map<String, Integer> labels) {
        Map<String, Integer> mistakes = new HashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            String label = photos.get(i).entry().label();
            if (!label.equals(answers.get(i))) {
                mistakes.merge(label, 1, Integer::sum);
                mistakes.merge(answers.get(i), 1, Integer::sum);
            }
        }
        SortedMap<String, Double> told = new TreeMap<>();
        labels.forEach((label, count) -> {
            int guessing = Math.min(count, answers.size() - count);
            double spared = 1 - (double) mistakes.getOrDefault(label, 0) / guessing;
            if (spared >= MOST) {
                told.put(label, spared);
            }
        });
        return told;
    }

    private static void count(Map<String, Map<String, Integer>> counts, String value, String label) {
        counts.computeIfAbsent(value, _ -> new TreeMap<>()).merge(label, 1, Integer::sum);
    }

    private static Map<String, Integer> labels(List<Inspection> photos) {
        Map<String, Integer> labels = new TreeMap<>();
        photos.forEach(photo -> labels.merge(photo.entry().label(), 1, Integer::sum));
        return labels;
    }

    private static String winner(Map<String, Integer> votes) {
        return Collections.max(votes.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private static int sum(Map<String, Integer> votes) {
        return votes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The value with most photos of its label beyond that label's share in all photos. */
    private static String example(Map<String, Map<String, Integer>> counts, Map<String, Integer> labels) {
        int photos = sum(labels);
        String best = "";
        double most = Double.NEGATIVE_INFINITY;
        for (var value : counts.entrySet()) {
            Map<String, Integer> votes = value.getValue();
            for (var vote : votes.entrySet()) {
                int own = sum(votes);
                double beyond = vote.getValue() - (double) own * labels.getOrDefault(vote.getKey(), 0) / photos;
                if (beyond > most) {
                    most = beyond;
                    best = "of %d photos with %s %d are %s"
                            .formatted(own, value.getKey(), vote.getValue(), vote.getKey());
                }
            }
        }
        return best;
    }

    private static String size(Inspection photo) {
        PhotoHeader header = header(photo);
        return header.width() + " x " + header.height();
    }

    /** In steps of an eighth of an octave, some 9 %. */
    private static String shape(Inspection photo) {
        PhotoHeader header = header(photo);
        double octaves = Math.log((double) header.uprightWidth() / header.uprightHeight()) / Math.log(2);
        return String.format(Locale.ROOT, "%.2f : 1", Math.pow(2, Math.round(8 * octaves) / 8.0));
    }

    /** In steps of half an octave. */
    private static String bytesAPixel(Inspection photo) {
        double octaves = Math.log((double) photo.bytes() / photo.pixels()) / Math.log(2);
        return String.format(Locale.ROOT, "some %.2f bytes a pixel", Math.pow(2, Math.round(2 * octaves) / 2.0));
    }

    private static String compression(Inspection photo) {
        return header(photo).format() + (photo.quality() == 0 ? "" : " of quality " + photo.quality());
    }

    private static PhotoHeader header(Inspection photo) {
        @Nullable PhotoHeader header = photo.header();
        if (header == null) {
            throw new IllegalArgumentException(photo.entry().path() + " is no photo");
        }
        return header;
    }
}
