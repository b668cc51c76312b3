package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A folder with one sub-folder a label; where {@code photos.csv} lies beside them it decides label and split.
 * Immutable.
 *
 * @param folder where the photos lie
 * @param labels in the order in which a network will number them: sorted, or as selected
 * @param entries by path
 */
public record Dataset(Path folder, List<String> labels, List<Entry> entries) {
    public Dataset {
        labels = List.copyOf(labels);
        entries = List.copyOf(entries);
    }

    /**
     * Reads a folder; no photo is opened, so a file that is no photo shows itself only when it is decoded.
     *
     * <p>Without {@code photos.csv} every file below a sub-folder is a photo of that label. With it only the photos
     * that it lists belong to the dataset, under the label that it gives. Names that start with {@code .} or {@code _}
     * are passed over, and {@code rejected} is never a label. Symbolic links are refused: a dataset holds its photos.
     *
     * @throws DatasetException naming the folder, or the row of {@code photos.csv}, and the rule
     */
    public static Dataset read(Path folder) throws DatasetException {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(folder + " is not a folder");
        }
        try {
            PhotosTable table = PhotosTable.readIfThere(folder);
            return of(folder, table == null ? FolderReader.read(folder) : TableReader.read(folder, table));
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Dataset of(Path folder, List<Entry> entries) throws DatasetException {
        if (entries.isEmpty()) {
            throw new DatasetException(
                    "%s holds no photos: a dataset has one sub-folder a label with photos in it".formatted(folder));
        }
        List<String> labels =
                entries.stream().map(Entry::label).distinct().sorted().toList();
        return new Dataset(folder, labels, sorted(entries));
    }

    static List<Entry> sorted(List<Entry> entries) {
        return entries.stream().sorted(Comparator.comparing(Entry::path)).toList();
    }

    /**
     * Only the chosen labels, merged and renamed, in the order of the selection.
     *
     * @throws DatasetException where a chosen label has no photo, naming those that have
     */
    public Dataset select(LabelSelection selection) throws DatasetException {
        selection.checkAgainst(labels);
        List<Entry> chosen = new ArrayList<>();
        for (Entry entry : entries) {
            String name = selection.nameOf(entry.label());
            if (name != null) {
                chosen.add(entry.withLabel(name));
            }
        }
        return new Dataset(folder, selection.labels(), chosen);
    }

    /** Only the photos of one split, with all labels. */
    public Dataset only(Split split) {
        return new Dataset(
                folder,
                labels,
                entries.stream().filter(entry -> entry.split() == split).toList());
    }

    /**
     * Gives every entry without a recorded split one that follows from its photo's content and the seed, and from
     * nothing else: neither path nor order matter, and it stays when photos are added. About {@code validShare} of each
     * label goes to {@link Split#VALID}; a label with at least two unlike photos has one on each side.
     *
     * <p>Near-duplicates, mirrored ones too, are kept on one side: that of a recorded one among them, else the one that
     * the smallest hash among them decides. So a photo that is added can move its own near-duplicates, and those that
     * it links, but no others; record a split to fix it. A file that is no photo is split by its bytes alone.
     *
     * @param validShare 0 to 1
     * @throws DatasetException naming a file that cannot be read
     */
    public Dataset split(long seed, double validShare) throws DatasetException {
        return split(seed, validShare, () -> {});
    }

    /**
     * As {@link #split(long, double)}.
     *
     * @param eachRead run once for each photo that is read, on many threads; none is where all splits are recorded
     */
    public Dataset split(long seed, double validShare, Runnable eachRead) throws DatasetException {
        if (!(validShare >= 0 && validShare <= 1)) {
            throw new IllegalArgumentException("validShare is " + validShare + ", must be 0 to 1");
        }
        if (entries.stream().noneMatch(entry -> entry.split() == null)) {
            return this;
        }
        return withSplits(Division.of(this, seed, eachRead).split(validShare));
    }

    /**
     * Divides all photos into parts, as even as can be in every label, each of which is measured on once: dataset
     * number {@code i} has part {@code i} in {@link Split#VALID} and the rest in {@link Split#TRAIN}, whatever was
     * recorded. Near-duplicates are in one part. Follows from the photos' content and the seed.
     *
     * @param count of parts, at least 2
     * @throws DatasetException naming a file that cannot be read
     */
    public List<Dataset> folds(long seed, int count) throws DatasetException {
        if (count < 2) {
            throw new IllegalArgumentException("count is " + count + ", must be at least 2");
        }
        return Division.of(this, seed, () -> {}).folds(count).stream()
                .map(this::withSplits)
                .toList();
    }

    /**
     * All photos of one source in {@link Split#VALID} and those of the others in {@link Split#TRAIN}, whatever was
     * recorded: how well a network does on photos of a source that it never saw. Near-duplicates of the source's photos
     * that others have are in neither, since to learn from them would be to see it.
     *
     * @throws DatasetException where no photo has this source, naming those there are; naming a file that cannot be
     *     read
     */
    public Dataset leaveOut(String source) throws DatasetException {
        checkSource(source);
        boolean[] seen =
                Division.of(this, 0, () -> {}).touched(entry -> entry.source().equals(source));
        List<Entry> kept = new ArrayList<>();
        for (int i = 0; i < seen.length; i++) {
            Entry entry = entries.get(i);
            if (entry.source().equals(source)) {
                kept.add(entry.withSplit(Split.VALID));
            } else if (!seen[i]) {
                kept.add(entry.withSplit(Split.TRAIN));
            }
        }
        return new Dataset(folder, labels, kept);
    }

    private void checkSource(String source) throws DatasetException {
        List<String> sources = sources();
        if (!sources.contains(source)) {
            throw new DatasetException("no photo has the source '%s'; there are: %s%s"
                    .formatted(source, String.join(", ", sources), Nearest.hint(source, sources)));
        }
    }

    /**
     * The photos that show the same as others, mirrored ones too: groups of at least two, each in the order of the
     * entries, as are the groups.
     *
     * @param eachRead run once for each photo that is read, on many threads
     * @throws DatasetException naming a file that cannot be read
     */
    public List<List<Entry>> nearDuplicates(Runnable eachRead) throws DatasetException {
        int[] groups = NearDuplicates.groups(Content.of(this, eachRead));
        Map<Integer, List<Entry>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.length; i++) {
            members.computeIfAbsent(groups[i], _ -> new ArrayList<>()).add(entries.get(i));
        }
        return members.values().stream()
                .filter(group -> group.size() > 1)
                .map(List::copyOf)
                .toList();
    }

    /** Where the photos came from, sorted. */
    public List<String> sources() {
        return entries.stream().map(Entry::source).distinct().sorted().toList();
    }

    /** The same photos with every recorded split forgotten, to divide a part of a dataset once more. */
    public Dataset withoutSplits() {
        return new Dataset(
                folder,
                labels,
                entries.stream().map(entry -> entry.withSplit(null)).toList());
    }

    /**
     * SHA-256 in hex over the sorted lines of (SHA-256 of the photo's file, label, split): the same for the same photos
     * wherever they lie and whatever they are called.
     *
     * @throws DatasetException naming a file that cannot be read
     */
    public String hash() throws DatasetException {
        List<String> lines = new ArrayList<>();
        List<String> hashes = Content.hashes(this);
        for (int i = 0; i < entries.size(); i++) {
            lines.add(line(hashes.get(i), entries.get(i)));
        }
        lines.sort(Comparator.naturalOrder());
        return Sha256.hex(String.join("", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String hash, Entry entry) {
        Split split = entry.split();
        return "%s %s %s\n".formatted(hash, entry.label(), split == null ? "-" : split.word());
    }

    /** The file of an entry. */
    public Path file(Entry entry) {
        return folder.resolve(entry.path());
    }

    private Dataset withSplits(List<@Nullable Split> splits) {
        List<Entry> divided = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            divided.add(entries.get(i).withSplit(splits.get(i)));
        }
        return new Dataset(folder, labels, divided);
    }
}
