package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoHeader;

/**
 * What a dataset holds, counted. Only the photos' headers are looked at.
 *
 * @param photos how many
 * @param unreadable how many of those are no photo by their header
 * @param counts for each column (label, split, source, licence, format) how many photos have which value
 * @param splitsOfLabel for each label how many photos are {@code train}, {@code valid} and {@code none}
 * @param shorterSide in pixels
 * @param fileSize in bytes
 */
public record DatasetSummary(
        int photos,
        int unreadable,
        SortedMap<String, SortedMap<String, Integer>> counts,
        SortedMap<String, SortedMap<String, Integer>> splitsOfLabel,
        Spread shorterSide,
        Spread fileSize) {
    /** Where no split is recorded. */
    public static final String NO_SPLIT = "none";

    /** How values spread: least, first quartile, median, third quartile, greatest; all 0 where there are none. */
    public record Spread(long least, long quarter, long median, long threeQuarters, long greatest) {
        static Spread of(long[] values) {
            if (values.length == 0) {
                return new Spread(0, 0, 0, 0, 0);
            }
            long[] sorted = values.clone();
            Arrays.sort(sorted);
            int last = sorted.length - 1;
            return new Spread(sorted[0], sorted[last / 4], sorted[last / 2], sorted[last * 3 / 4], sorted[last]);
        }
    }

    private record Looked(Entry entry, long bytes, @Nullable PhotoHeader header) {}

    /**
     * Counts, reading files on all cores.
     *
     * @param eachRead run once for each photo, on many threads
     */
    public static DatasetSummary of(Dataset dataset, Runnable eachRead) {
        List<Looked> looked = dataset.entries().parallelStream()
                .map(entry -> {
                    Looked one = look(dataset, entry);
                    eachRead.run();
                    return one;
                })
                .toList();
        List<Looked> sound =
                looked.stream().filter(photo -> photo.header() != null).toList();
        SortedMap<String, SortedMap<String, Integer>> counts = new TreeMap<>();
        counts.put(PhotosTable.LABEL, count(looked, photo -> photo.entry().label()));
        counts.put(PhotosTable.SPLIT, count(looked, DatasetSummary::split));
        counts.put(PhotosTable.SOURCE, count(looked, photo -> photo.entry().source()));
        counts.put(PhotosTable.LICENCE, count(looked, photo -> photo.entry().licence()));
        counts.put("format", count(sound, photo -> header(photo).format().toString()));
        return new DatasetSummary(
                looked.size(),
                looked.size() - sound.size(),
                counts,
                splits(looked),
                spread(
                        sound,
                        photo -> Math.min(header(photo).width(), header(photo).height())),
                spread(looked, Looked::bytes));
    }

    private static Looked look(Dataset dataset, Entry entry) {
        try {
            byte[] file = Files.readAllBytes(dataset.file(entry));
            return new Looked(entry, file.length, header(file));
        } catch (IOException e) {
            return new Looked(entry, 0, null);
        }
    }

    private static @Nullable PhotoHeader header(byte[] file) {
        try {
            return Content.DECODER.header(file);
        } catch (PhotoException e) {
            return null;
        }
    }

    private static PhotoHeader header(Looked photo) {
        return Objects.requireNonNull(photo.header());
    }

    private static String split(Looked photo) {
        Split split = photo.entry().split();
        return split == null ? NO_SPLIT : split.word();
    }

    private static SortedMap<String, Integer> count(List<Looked> photos, Function<Looked, String> value) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        photos.forEach(photo -> counts.merge(value.apply(photo), 1, Integer::sum));
        return counts;
    }

    private static SortedMap<String, SortedMap<String, Integer>> splits(List<Looked> photos) {
        SortedMap<String, SortedMap<String, Integer>> splits = new TreeMap<>();
        photos.forEach(photo -> splits.computeIfAbsent(photo.entry().label(), _ -> new TreeMap<>())
                .merge(split(photo), 1, Integer::sum));
        return splits;
    }

    private static Spread spread(List<Looked> photos, ToLongFunction<Looked> value) {
        return Spread.of(photos.stream().mapToLong(value).toArray());
    }
}
