package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Finding.Kind;
import org.weatherinference.photo.PhotoException;

/**
 * Mends what a check found, deleting nothing: photos are moved below {@code rejected/}, where they keep their path, and
 * wrongly named ones get the ending that fits. Where there is a {@code photos.csv} their rows follow: a rejected one's
 * label becomes {@code rejected}, and the columns {@code label_before} and {@code rejected_because} tell the rest.
 */
public final class Mending {
    private final Path folder;
    private final @Nullable PhotosTable table;
    private final Set<String> gone = new HashSet<>();
    private final List<Moved> moves = new ArrayList<>();

    /**
     * A file that was moved.
     *
     * @param from path below the dataset's folder
     * @param to likewise
     * @param detail why
     */
    public record Moved(String from, String to, String detail) {}

    private Mending(Path folder, @Nullable PhotosTable table) {
        this.folder = folder;
        this.table = table;
    }

    /**
     * Mends what can be mended without a person's eye.
     *
     * @param twoLabels whether photos under two labels are rejected too, all of them
     * @return what was moved
     * @throws DatasetException where a file cannot be moved, or the table not written; what was moved before is
     *     recorded
     */
    public static List<Moved> apply(Path folder, CheckReport report, boolean twoLabels) throws DatasetException {
        Mending mending = new Mending(folder, PhotosTable.readIfThere(folder));
        try {
            for (Finding finding : report.findings()) {
                mending.reject(finding, twoLabels);
            }
            for (Finding finding : report.findings()) {
                mending.rename(finding);
            }
        } finally {
            mending.record();
        }
        return mending.moves;
    }

    private void reject(Finding finding, boolean twoLabels) throws DatasetException {
        switch (finding.kind()) {
            case UNREADABLE, TINY, LEAK, DUPLICATE, NEAR_DUPLICATE -> reject(finding.photo(), finding.detail());
            case TWO_LABELS -> {
                if (twoLabels) {
                    reject(finding.photo(), finding.detail());
                    for (String other : finding.others()) {
                        reject(other, finding.photo() + " " + finding.detail());
                    }
                }
            }
            case BROKEN_ROW, MISPLACED, UNLISTED, MISNAMED -> {
                // Of the first three only whoever wrote or put them there knows what was meant.
            }
        }
    }

    private void reject(String photo, String reason) throws DatasetException {
        if (gone.contains(photo)) {
            return;
        }
        String target = move(photo, LabelRules.REJECTED + "/" + photo, reason);
        if (table != null) {
            table.set(target, "label_before", table.value(target, PhotosTable.LABEL))
                    .set(target, "rejected_because", reason)
                    .set(target, PhotosTable.LABEL, LabelRules.REJECTED);
        }
    }

    private void rename(Finding finding) throws DatasetException {
        if (finding.kind() == Kind.MISNAMED && !gone.contains(finding.photo())) {
            move(finding.photo(), corrected(finding.photo()), finding.detail());
        }
    }

    private String corrected(String photo) throws DatasetException {
        try {
            byte[] file = Files.readAllBytes(folder.resolve(photo));
            return FileEnding.corrected(photo, Content.DECODER.header(file).format());
        } catch (IOException | PhotoException e) {
            throw new DatasetException(photo + " cannot be read any more: " + e.getMessage(), e);
        }
    }

    private String move(String photo, String wanted, String reason) throws DatasetException {
        String target = free(wanted);
        try {
            Files.createDirectories(folder.resolve(target).resolveSibling("."));
            Files.move(folder.resolve(photo), folder.resolve(target));
        } catch (IOException e) {
            throw new DatasetException("%s cannot be moved to %s: %s".formatted(photo, target, e.getMessage()), e);
        }
        gone.add(photo);
        moves.add(new Moved(photo, target, reason));
        if (table != null) {
            table.set(photo, PhotosTable.PATH, target);
        }
        return target;
    }

    /** The name, or that with a number where there is such a file already. */
    private String free(String wanted) {
        int dot = wanted.lastIndexOf('.') > wanted.lastIndexOf('/') ? wanted.lastIndexOf('.') : wanted.length();
        String name = wanted;
        for (int number = 2; taken(name); number++) {
            name = wanted.substring(0, dot) + "-" + number + wanted.substring(dot);
        }
        return name;
    }

    private boolean taken(String name) {
        return Files.exists(folder.resolve(name)) || (table != null && table.lists(name));
    }

    private void record() throws DatasetException {
        if (table != null && !moves.isEmpty()) {
            table.save();
        }
    }
}
