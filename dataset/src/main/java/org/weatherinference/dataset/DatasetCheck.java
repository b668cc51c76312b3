package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.weatherinference.dataset.Finding.Kind;
import org.weatherinference.photo.PhotoHeader;

/**
 * Looks for what spoils a dataset, and changes nothing; {@link Mending} does. Where the dataset cannot even be read it
 * says why, row by row and file by file.
 */
public final class DatasetCheck {
    private final Path folder;
    private final int leastSide;
    private final List<Entry> entries;
    private final List<Finding> findings = new ArrayList<>();

    private DatasetCheck(Path folder, int leastSide, List<Entry> entries) {
        this.folder = folder;
        this.leastSide = leastSide;
        this.entries = entries;
    }

    /**
     * Lists what is to be looked at.
     *
     * @param leastSide fewest pixels of a photo's shorter side, at least 1
     * @throws DatasetException where there is no such folder, it holds no photos, or its table is no table
     */
    public static DatasetCheck of(Path folder, int leastSide) throws DatasetException {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(folder + " is not a folder");
        }
        try {
            FolderReader files = FolderReader.walk(folder);
            PhotosTable table = PhotosTable.readIfThere(folder);
            return table == null ? found(folder, leastSide, files) : listed(folder, leastSide, files, table);
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static DatasetCheck listed(Path folder, int leastSide, FolderReader files, PhotosTable table)
            throws DatasetException {
        TableReader rows = TableReader.readSound(folder, table);
        DatasetCheck check = new DatasetCheck(folder, leastSide, some(folder, rows.entries()));
        rows.faults().forEach(fault -> check.find(Kind.BROKEN_ROW, PhotosTable.FILE, fault));
        for (Entry file : files.entries()) {
            if (!table.lists(file.path())) {
                check.find(
                        Kind.UNLISTED, file.path(), "no row of photos.csv lists it, so it is no part of the dataset");
            }
        }
        return check;
    }

    private static DatasetCheck found(Path folder, int leastSide, FolderReader files) throws DatasetException {
        DatasetCheck check = new DatasetCheck(folder, leastSide, some(folder, files.entries()));
        files.faults().forEach(fault -> check.find(Kind.MISPLACED, ".", fault));
        for (Path stray : files.strays()) {
            if (FileEnding.known(stray.toString())) {
                String name = String.valueOf(stray.getFileName());
                check.find(Kind.MISPLACED, name, "lies in no label's folder, so it is no part of the dataset");
            }
        }
        return check;
    }

    private static List<Entry> some(Path folder, List<Entry> entries) throws DatasetException {
        if (entries.isEmpty()) {
            throw new DatasetException(
                    "%s holds no photos: a dataset has one sub-folder a label with photos in it".formatted(folder));
        }
        return Dataset.sorted(entries);
    }

    /** How many photos will be looked at. */
    public int photos() {
        return entries.size();
    }

    /**
     * Looks at each photo, on all cores; once.
     *
     * @param eachRead run once for each photo that was read, on many threads
     */
    public CheckReport run(Runnable eachRead) {
        List<Inspection> all = inspect(eachRead);
        all.forEach(this::inspected);
        List<Inspection> sound =
                all.stream().filter(photo -> photo.fault() == null).toList();
        int[] groups =
                NearDuplicates.groups(sound.stream().map(Inspection::content).toList());
        new Lookalikes(sound, groups).findings().forEach(findings::add);
        findings.sort(Comparator.comparing(Finding::kind).thenComparing(Finding::photo));
        return new CheckReport(entries.size(), labels(), findings, Telltale.of(sound, groups));
    }

    private List<Inspection> inspect(Runnable eachRead) {
        Dataset dataset = new Dataset(folder, List.of(), entries);
        return entries.parallelStream()
                .map(entry -> {
                    Inspection inspection = Inspection.of(dataset, entry);
                    eachRead.run();
                    return inspection;
                })
                .toList();
    }

    private void inspected(Inspection photo) {
        String path = photo.entry().path();
        PhotoHeader header = photo.header();
        if (header == null) {
            find(Kind.UNREADABLE, path, String.valueOf(photo.fault()));
            return;
        }
        if (Math.min(header.width(), header.height()) < leastSide) {
            find(
                    Kind.TINY,
                    path,
                    "%d x %d pixels; the shorter side must have at least %d"
                            .formatted(header.uprightWidth(), header.uprightHeight(), leastSide));
        }
        if (!FileEnding.fits(path, header.format())) {
            find(Kind.MISNAMED, path, "its content is " + header.format());
        }
    }

    private SortedMap<String, Integer> labels() {
        SortedMap<String, Integer> labels = new TreeMap<>();
        entries.forEach(entry -> labels.merge(entry.label(), 1, Integer::sum));
        return labels;
    }

    private void find(Kind kind, String photo, String detail) {
        findings.add(new Finding(kind, photo, List.of(), detail));
    }
}
