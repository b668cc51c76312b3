package org.weatherinference.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Finding.Kind;

/**
 * Photos that show the same. Of each group the best photos stay, such that no two of one label resemble each other, and
 * each other one is a finding that names the one that stays for it. A photo to measure on is better than one to learn
 * from, since what was measured before then stays comparable; then more pixels, more bytes, the first path.
 *
 * <p>Under two labels both stay: it may be one scene in two kinds of weather, which only a person can tell.
 */
final class Lookalikes {
    private static final Comparator<Inspection> BEST_FIRST = Comparator.comparingInt(
                    (Inspection photo) -> photo.entry().split() == Split.VALID ? 0 : 1)
            .thenComparing(Comparator.comparingLong(Inspection::pixels).reversed())
            .thenComparing(Comparator.comparingLong(Inspection::bytes).reversed())
            .thenComparing(photo -> photo.entry().path());

    private final Collection<List<Inspection>> groups;
    private final List<Finding> findings = new ArrayList<>();

    Lookalikes(List<Inspection> photos, int[] group) {
        Map<Integer, List<Inspection>> members = new TreeMap<>();
        for (int i = 0; i < group.length; i++) {
            members.computeIfAbsent(group[i], _ -> new ArrayList<>()).add(photos.get(i));
        }
        groups = members.values();
    }

    List<Finding> findings() {
        for (List<Inspection> members : groups) {
            List<Inspection> staying = new ArrayList<>();
            members.stream().sorted(BEST_FIRST).forEach(photo -> compare(photo, staying));
        }
        return findings;
    }

    private void compare(Inspection photo, List<Inspection> staying) {
        List<Inspection> alike = staying.stream().filter(photo::resembles).toList();
        String label = photo.entry().label();
        Inspection twin = first(alike, label);
        if (twin != null) {
            findings.add(finding(photo, twin));
            return;
        }
        staying.add(photo);
        if (!alike.isEmpty()) {
            findings.add(finding(Kind.TWO_LABELS, photo, alike));
        }
    }

    private static @Nullable Inspection first(List<Inspection> photos, String label) {
        return photos.stream()
                .filter(photo -> photo.entry().label().equals(label))
                .findFirst()
                .orElse(null);
    }

    private static Finding finding(Inspection photo, Inspection twin) {
        boolean sameBytes = photo.content().hash().equals(twin.content().hash());
        Kind kind = leaks(photo, twin) ? Kind.LEAK : sameBytes ? Kind.DUPLICATE : Kind.NEAR_DUPLICATE;
        return finding(kind, photo, List.of(twin));
    }

    private static boolean leaks(Inspection one, Inspection other) {
        Split split = one.entry().split();
        Split others = other.entry().split();
        return split != null && others != null && split != others;
    }

    private static Finding finding(Kind kind, Inspection photo, List<Inspection> others) {
        List<String> paths = others.stream().map(other -> other.entry().path()).toList();
        String names = String.join(", ", paths);
        String detail = switch (kind) {
            case TWO_LABELS -> "is %s, and shows the same as %s".formatted(labelled(photo), labelled(others));
            case LEAK -> "is learnt from, and shows the same as %s, which is measured on".formatted(names);
            case DUPLICATE -> "has the same bytes as " + names;
            default -> "shows the same as " + names;
        };
        return new Finding(kind, photo.entry().path(), paths, detail);
    }

    private static String labelled(Inspection photo) {
        Split split = photo.entry().split();
        return photo.entry().label() + (split == null ? "" : " (" + split.word() + ")");
    }

    private static String labelled(List<Inspection> photos) {
        return String.join(
                ", ",
                photos.stream()
                        .map(photo -> photo.entry().path() + ", which is " + labelled(photo))
                        .toList());
    }
}
