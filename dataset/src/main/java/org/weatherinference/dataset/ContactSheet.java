package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoException;

/**
 * Many photos of a dataset on one page, each with its label below, to see at a glance what a network will learn from.
 * Immutable, thread-safe.
 */
public final class ContactSheet {
    /** Most pixels of a thumbnail's longer side. */
    static final int SIDE = 160;

    /** Most photos on a PNG: some 35 million pixels. */
    private static final int MOST_ON_PNG = 1000;

    private final Dataset dataset;
    private final List<Entry> chosen;

    private ContactSheet(Dataset dataset, List<Entry> chosen) {
        this.dataset = dataset;
        this.chosen = List.copyOf(chosen);
    }

    /**
     * Chooses photos by lot and sorts them by label.
     *
     * @param labels those wanted; none for all
     * @param count most photos, at least 1
     * @param seed the same one chooses the same photos
     * @throws DatasetException where a label is none of the dataset's
     */
    public static ContactSheet of(Dataset dataset, Set<String> labels, int count, long seed) throws DatasetException {
        for (String label : labels) {
            if (!dataset.labels().contains(label)) {
                throw new DatasetException("there is no label '%s'; there are: %s%s"
                        .formatted(label, String.join(", ", dataset.labels()), Nearest.hint(label, dataset.labels())));
            }
        }
        List<Entry> entries = new ArrayList<>(dataset.entries().stream()
                .filter(entry -> labels.isEmpty() || labels.contains(entry.label()))
                .toList());
        Collections.shuffle(entries, new Random(seed));
        List<Entry> chosen = entries.stream()
                .limit(count)
                .sorted(Comparator.comparing(Entry::label).thenComparing(Entry::path))
                .toList();
        return new ContactSheet(dataset, chosen);
    }

    /** How many photos there are on it. */
    public int photos() {
        return chosen.size();
    }

    /**
     * Writes the sheet, as a whole, replacing a file that is there; thumbnails are made on all cores.
     *
     * @param file whose name ends in {@code .png} or {@code .html}; the latter holds all it shows
     * @param eachDone run once for each photo, on many threads
     * @return for the path of each photo that could not be read, and has an empty place, why
     * @throws DatasetException where the name ends otherwise, a PNG is asked for too many photos or the file cannot be
     *     written
     */
    public SortedMap<String, String> write(Path file, Runnable eachDone) throws DatasetException {
        boolean html = ends(file, ".html");
        if (!html && !ends(file, ".png")) {
            throw new DatasetException(file + ": the name must end in .png or .html");
        }
        if (!html && chosen.size() > MOST_ON_PNG) {
            throw new DatasetException("%d photos are too many for a PNG, the limit is %d; write an .html"
                    .formatted(chosen.size(), MOST_ON_PNG));
        }
        SortedMap<String, String> faults = new ConcurrentSkipListMap<>();
        Function<Entry, Tile> drawing = entry -> {
            Tile tile = tile(entry);
            if (tile.photo() == null) {
                faults.put(entry.path(), tile.fault());
            }
            eachDone.run();
            return tile;
        };
        try {
            AtomicFile.write(
                    file, html ? SheetPage.html(dataset.folder(), chosen, drawing) : SheetPicture.png(chosen, drawing));
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be written: " + e.getMessage(), e);
        }
        return faults;
    }

    private static boolean ends(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private Tile tile(Entry entry) {
        try {
            Photo photo = KeptPhoto.within(Files.readAllBytes(dataset.file(entry)), SIDE);
            return new Tile(entry, photo, "");
        } catch (IOException | PhotoException e) {
            return new Tile(entry, null, String.valueOf(e.getMessage()));
        }
    }
}
