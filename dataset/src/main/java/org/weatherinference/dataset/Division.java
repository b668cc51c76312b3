package org.weatherinference.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A dataset's photos in groups that must not be parted, each with a lot drawn from its content and the seed. */
final class Division {
    private final Dataset dataset;
    private final List<Group> groups;

    /**
     * Photos that show the same.
     *
     * @param lot 0 to 1, evenly spread over groups
     * @param label of the photo whose lot it is, which is nearly always that of all
     * @param recorded the side that a photo among them is on already; {@link Split#TRAIN} where they disagree, since
     *     then a new one among those measured on would make the leak greater
     */
    private record Group(
            List<Integer> members,
            double lot,
            String label,
            @Nullable Split recorded) {}

    private Division(Dataset dataset, List<Group> groups) {
        this.dataset = dataset;
        this.groups = groups;
    }

    static Division of(Dataset dataset, long seed, Runnable eachRead) throws DatasetException {
        List<Content> contents = Content.of(dataset, eachRead);
        int[] numbers = NearDuplicates.groups(contents);
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < numbers.length; i++) {
            members.computeIfAbsent(numbers[i], _ -> new ArrayList<>()).add(i);
        }
        List<Group> groups = new ArrayList<>();
        double[] lots = contents.stream()
                .mapToDouble(content -> lot(content.hash(), seed))
                .toArray();
        for (List<Integer> group : members.values()) {
            int least = Collections.min(group, Comparator.comparingDouble(i -> lots[i]));
            List<Entry> entries = group.stream().map(dataset.entries()::get).toList();
            groups.add(
                    new Group(group, lots[least], dataset.entries().get(least).label(), recorded(entries)));
        }
        groups.sort(Comparator.comparingDouble(Group::lot));
        return new Division(dataset, groups);
    }

    private static double lot(String hash, long seed) {
        String drawn = Sha256.hex((seed + " " + hash).getBytes(StandardCharsets.UTF_8));
        // The leading 52 bits, which a double holds exactly.
        return Long.parseLong(drawn.substring(0, 13), 16) * 0x1p-52;
    }

    private static @Nullable Split recorded(List<Entry> entries) {
        List<Split> splits = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.split() != null) {
                splits.add(entry.split());
            }
        }
        if (splits.isEmpty()) {
            return null;
        }
        return splits.contains(Split.TRAIN) ? Split.TRAIN : Split.VALID;
    }

    /** For each entry the split it has, or that its group's lot and the share give it. */
    List<@Nullable Split> split(double validShare) {
        Split[] sides = new Split[groups.size()];
        for (int i = 0; i < sides.length; i++) {
            Group group = groups.get(i);
            Split drawn = group.lot() < validShare ? Split.VALID : Split.TRAIN;
            sides[i] = group.recorded() == null ? drawn : group.recorded();
        }
        if (validShare > 0 && validShare < 1) {
            dataset.labels().forEach(label -> giveBothSides(label, sides));
        }
        return keepingRecorded(splits(sides));
    }

    private List<@Nullable Split> keepingRecorded(List<@Nullable Split> splits) {
        for (int i = 0; i < splits.size(); i++) {
            Split recorded = dataset.entries().get(i).split();
            splits.set(i, recorded == null ? splits.get(i) : recorded);
        }
        return splits;
    }

    /** Small labels: the group whose lot was nearest to the other side goes there, so that each side has one. */
    private void giveBothSides(String label, Split[] sides) {
        List<Integer> own = IntStream.range(0, sides.length)
                .filter(i -> groups.get(i).label().equals(label))
                .boxed()
                .toList();
        if (own.size() < 2 || own.stream().map(i -> sides[i]).distinct().count() > 1) {
            return;
        }
        boolean allTrain = sides[own.getFirst()] == Split.TRAIN;
        List<Integer> nearestFirst = allTrain ? own : own.reversed();
        nearestFirst.stream()
                .filter(i -> groups.get(i).recorded() == null)
                .findFirst()
                .ifPresent(i -> sides[i] = allTrain ? Split.VALID : Split.TRAIN);
    }

    /** For each part the splits of all entries; each label's groups are dealt to the parts like cards. */
    List<List<@Nullable Split>> folds(int count) {
        Map<String, Integer> dealt = new HashMap<>();
        int[] part = groups.stream()
                .mapToInt(group -> (dealt.merge(group.label(), 1, Integer::sum) - 1) % count)
                .toArray();
        List<List<@Nullable Split>> folds = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            int valid = fold;
            folds.add(splits(Arrays.stream(part)
                    .mapToObj(number -> number == valid ? Split.VALID : Split.TRAIN)
                    .toArray(Split[]::new)));
        }
        return folds;
    }

    /** For each entry whether it, or one that shows the same, is chosen. */
    boolean[] touched(Predicate<Entry> chosen) {
        boolean[] touched = new boolean[dataset.entries().size()];
        for (Group group : groups) {
            if (group.members().stream().map(dataset.entries()::get).anyMatch(chosen)) {
                group.members().forEach(member -> touched[member] = true);
            }
        }
        return touched;
    }

    private List<@Nullable Split> splits(Split[] sides) {
        @Nullable Split[] splits = new Split[dataset.entries().size()];
        for (int i = 0; i < sides.length; i++) {
            for (int member : groups.get(i).members()) {
                splits[member] = sides[i];
            }
        }
        return Arrays.asList(splits);
    }
}
