package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.PhotosTable;
import org.weatherinference.model.Folders;
import org.weatherinference.state.DatasetShelf;
import org.weatherinference.state.DatasetSource;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.RemarkFilter;
import org.weatherinference.state.StateException;

/**
 * The photos of a job, put together from all its sources in a folder of its own: what is taken up again later must
 * learn from the same photos, whatever became of the sources.
 */
final class JobDataset {
    private static final String FEEDBACK = "feedback";

    private final DatasetShelf shelf;
    private final Feedback feedback;
    private final BooleanSupplier stop;

    /** @param stop asked before each photo */
    JobDataset(DatasetShelf shelf, Feedback feedback, BooleanSupplier stop) {
        this.shelf = shelf;
        this.feedback = feedback;
        this.stop = stop;
    }

    /**
     * Puts them into a folder, unless they are there already.
     *
     * @return false where it was stopped; the folder is then not there
     */
    boolean gather(List<DatasetSource> sources, Path folder) throws DatasetException, StateException, IOException {
        if (Files.isDirectory(folder)) {
            return true;
        }
        Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
        Folders.delete(fresh);
        Files.createDirectories(fresh);
        PhotosTable table = PhotosTable.read(fresh);
        for (DatasetSource source : sources.stream().distinct().toList()) {
            boolean whole = switch (source) {
                case DatasetSource.Folder named -> add(shelf.folder(named), named.name(), fresh, table);
                case DatasetSource.Upload upload -> add(shelf.folder(upload), "upload-" + upload.id(), fresh, table);
                case DatasetSource.Remarked _ -> addRemarked(fresh, table);
            };
            if (!whole) {
                return false;
            }
        }
        table.save();
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private boolean add(Path source, String name, Path folder, PhotosTable table) throws DatasetException, IOException {
        Dataset dataset = Dataset.read(source);
        for (Entry entry : dataset.entries()) {
            if (stop.getAsBoolean()) {
                return false;
            }
            String path = name + "/" + entry.path();
            link(dataset.file(entry), folder.resolve(path));
            table.add(path, entry.label())
                    .set(path, PhotosTable.SOURCE, entry.sourceRecorded() ? entry.source() : name);
            if (entry.split() != null) {
                table.set(path, PhotosTable.SPLIT, entry.split().word());
            }
        }
        return true;
    }

    /** A second name costs no space, where both folders are on one disk. */
    private static void link(Path photo, Path name) throws IOException {
        Files.createDirectories(name.getParent());
        try {
            Files.createLink(name, photo);
        } catch (FileSystemException | UnsupportedOperationException _) {
            Files.copy(photo, name);
        }
    }

    private boolean addRemarked(Path folder, PhotosTable table) throws StateException, IOException {
        Files.createDirectories(folder.resolve(FEEDBACK));
        feedback.forEachPhoto(RemarkFilter.ALL, (remark, photo) -> {
            if (stop.getAsBoolean()) {
                return false;
            }
            String path = FEEDBACK + "/" + remark.photo() + ".jpg";
            Files.write(folder.resolve(path), photo);
            table.add(path, remark.given()).set(path, PhotosTable.SOURCE, FEEDBACK);
            return true;
        });
        return !stop.getAsBoolean();
    }
}
