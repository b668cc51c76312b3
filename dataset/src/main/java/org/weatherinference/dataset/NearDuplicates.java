package org.weatherinference.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which photos of a list show the same: union-find over pairs whose thumbnails resemble each other. */
final class NearDuplicates {
    private final List<Content> contents;
    private final int[] parent;

    private NearDuplicates(List<Content> contents) {
        this.contents = contents;
        parent = IntStream.range(0, contents.size()).toArray();
    }

    /** For each content the number of its group, which is the index of one of the group's members. */
    static int[] groups(List<Content> contents) {
        NearDuplicates search = new NearDuplicates(contents);
        search.joinSameBytes();
        search.joinLookalikes();
        return IntStream.range(0, contents.size()).map(search::root).toArray();
    }

    private void joinSameBytes() {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < contents.size(); i++) {
            Integer earlier = first.putIfAbsent(contents.get(i).hash(), i);
            if (earlier != null) {
                join(i, earlier);
            }
        }
    }

    /** Looks at every pair: some 50 million for 10,000 photos, most of them told apart by a few words of bits. */
    private void joinLookalikes() {
        List<int[]> pairs = IntStream.range(0, contents.size())
                .parallel()
                .boxed()
                .flatMap(this::lookalikes)
                .toList();
        pairs.forEach(pair -> join(pair[0], pair[1]));
    }

    private Stream<int[]> lookalikes(int index) {
        Thumbnail thumbnail = contents.get(index).thumbnail();
        if (thumbnail == null) {
            return Stream.empty();
        }
        return IntStream.range(0, index)
                .filter(other -> resembles(thumbnail, contents.get(other).thumbnail()))
                .mapToObj(other -> new int[] {index, other});
    }

    private static boolean resembles(Thumbnail thumbnail, @Nullable Thumbnail other) {
        return other != null && thumbnail.resembles(other);
    }

    private int root(int index) {
        int root = index;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    private void join(int one, int other) {
        parent[root(one)] = root(other);
    }
}
