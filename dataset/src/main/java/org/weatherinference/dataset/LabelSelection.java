package org.weatherinference.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which labels are used, and under what names: {@code raining,sunny} keeps two; {@code wet=raining+snowy,sunny} merges
 * and renames. Immutable.
 */
public final class LabelSelection {
    /** The new name of each label that is kept, in the order of the text. */
    private final SequencedMap<String, String> names;

    private LabelSelection(SequencedMap<String, String> names) {
        this.names = names;
    }

    /**
     * Reads the text after {@code --labels}.
     *
     * @throws DatasetException naming the part that is not understood
     */
    public static LabelSelection parse(String text) throws DatasetException {
        SequencedMap<String, String> names = new LinkedHashMap<>();
        Set<String> targets = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            List<String> sides = parts(part, "=");
            if (sides.size() > 2 || !targets.add(checked(sides.getFirst(), part))) {
                throw fault(part, sides.size() > 2 ? "one = at most" : "this name is given twice");
            }
            for (String old : parts(sides.getLast(), "\\+")) {
                if (names.put(checked(old, part), sides.getFirst()) != null) {
                    throw fault(part, "label '%s' is used twice".formatted(old));
                }
            }
        }
        return new LabelSelection(names);
    }

    /** The labels of the result, in the order in which they were written. */
    List<String> labels() {
        return names.values().stream().distinct().toList();
    }

    /** The new name of a label; null where it is left out. */
    @Nullable
    String nameOf(String label) {
        return names.get(label);
    }

    /** @throws DatasetException listing what there is, and the nearest name, where a label is asked for in vain */
    void checkAgainst(List<String> present) throws DatasetException {
        for (String old : names.keySet()) {
            if (!present.contains(old)) {
                throw new DatasetException("no photo is labelled '%s'; there are: %s%s"
                        .formatted(old, String.join(", ", present), Nearest.hint(old, present)));
            }
        }
    }

    private static List<String> parts(String text, String separator) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(separator, -1)) {
            parts.add(part.strip());
        }
        return parts;
    }

    private static String checked(String label, String part) throws DatasetException {
        String fault = LabelRules.fault(label);
        if (fault != null) {
            throw fault(part, fault);
        }
        return label;
    }

    private static DatasetException fault(String part, String rule) {
        return new DatasetException(
                "labels: '%s' is not understood (%s); write a,b or new=old+old,other".formatted(part.strip(), rule));
    }

    @Override
    public String toString() {
        Map<String, List<String>> olds = new LinkedHashMap<>();
        names.forEach((old, name) ->
                olds.computeIfAbsent(name, key -> new ArrayList<>()).add(old));
        List<String> parts = new ArrayList<>();
        olds.forEach(
                (name, from) -> parts.add(from.equals(List.of(name)) ? name : name + "=" + String.join("+", from)));
        return String.join(",", parts);
    }
}
