package org.weatherinference.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.ArchiveException;
import org.weatherinference.model.Folders;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.ZipContent;
import org.weatherinference.state.DatasetShelf;
import org.weatherinference.state.DatasetSource;
import org.weatherinference.state.TrainingOrder;

/**
 * Zip files with datasets, as they are sent with training jobs. They may come from anywhere: each is looked through
 * before it is unpacked, and unpacked out of sight before it is a dataset. Safe to share.
 */
final class DatasetUploads {
    /** So that a further job can learn from it; after that it goes when the next comes. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final Duration UNFINISHED = Duration.ofDays(1);
    private static final int AT_ONCE = 2;
    private static final int MOST_FILES = 50_000;
    private static final Predicate<String> PHOTO =
            Pattern.compile("(?i).*\\.(jpe?g|png|webp|gif|bmp)").asMatchPredicate();
    private static final String TABLE = "photos.csv";

    private final DatasetShelf shelf;
    private final ZipContent.Rules rules;
    private final int mostBytes;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** @param mostBytes of a request, and of its photos unpacked */
    DatasetUploads(DatasetShelf shelf, int mostBytes) {
        this.shelf = shelf;
        this.mostBytes = mostBytes;
        rules = new ZipContent.Rules(
                MOST_FILES,
                mostBytes,
                Pattern.compile("[^\\p{Cntrl}/\\\\:]{1,100}(?<![. ])"),
                "at most 100 characters, without colons, and end with no dot or space");
    }

    /**
     * Takes the job and the dataset of a request's form.
     *
     * @return the job with the dataset, which is there then
     * @throws ProblemException naming what is wrong with either
     */
    TrainingOrder receive(Request request) throws ProblemException {
        if (!places.tryAcquire()) {
            throw ProblemException.later(
                    10, ProblemType.BUSY, AT_ONCE + " datasets are being sent already: try again soon");
        }
        try {
            Files.createDirectories(shelf.uploads());
            clear();
            return take(request);
        } catch (IOException fault) {
            throw full(fault);
        } finally {
            places.release();
        }
    }

    private TrainingOrder take(Request request) throws ProblemException, IOException {
        var source = DatasetSource.Upload.fresh();
        Path fresh = shelf.uploads().resolve("." + source.id());
        Path zip = shelf.uploads().resolve("." + source.id() + ".zip");
        try (DatasetUpload upload = DatasetUpload.read(request, zip, mostBytes)) {
            Files.createDirectory(fresh);
            Path dataset = unpack(upload.file(), fresh);
            Files.move(dataset, shelf.uploads().resolve(source.id()), StandardCopyOption.ATOMIC_MOVE);
            return upload.order().with(source);
        } finally {
            Folders.delete(fresh);
        }
    }

    /** @return the folder that the dataset is: many zip files have all in one folder */
    private Path unpack(Path zip, Path folder) throws ProblemException, IOException {
        try {
            ZipContent content = ZipContent.read(zip, rules);
            for (String file : content.files()) {
                if (!isHidden(file) && !isWanted(file)) {
                    throw refused(
                            file + " is in it, where only photos (JPEG, PNG, WebP, GIF, BMP) and " + TABLE + " may be");
                }
            }
            content.unpack(folder, file -> !isHidden(file));
            Path dataset = dataset(folder);
            Dataset.read(dataset);
            return dataset;
        } catch (ArchiveException wrong) {
            throw refused(String.valueOf(wrong.getMessage()));
        } catch (DatasetException wrong) {
            throw refused(
                    String.valueOf(wrong.getMessage()).replace(folder + "/", "").replace(folder.toString(), "it"));
        }
    }

    /** What some systems put into every zip file. */
    private static boolean isHidden(String file) {
        return Stream.of(file.split("/")).anyMatch(part -> part.startsWith(".") || part.startsWith("_"))
                || file.endsWith("Thumbs.db");
    }

    private static boolean isWanted(String file) {
        return PHOTO.test(file) || file.equals(TABLE) || file.endsWith("/" + TABLE);
    }

    private static Path dataset(Path folder) throws IOException {
        List<Path> top = Folders.children(folder);
        if (top.size() != 1 || !Files.isDirectory(top.getFirst())) {
            return folder;
        }
        return Folders.children(top.getFirst()).stream().anyMatch(Files::isDirectory) ? top.getFirst() : folder;
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.BAD_REQUEST, "the dataset is refused: " + why);
    }

    /** What was kept for long enough, and what processes that died left behind. */
    private void clear() throws IOException {
        Instant now = Instant.now();
        for (Path path : Folders.children(shelf.uploads())) {
            Duration time = path.getFileName().toString().startsWith(".") ? UNFINISHED : KEPT;
            if (Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(now.minus(time))) {
                Folders.delete(path);
            }
        }
    }

    /** Not the sender's fault. */
    static ProblemException full(IOException fault) {
        return ProblemException.later(
                60,
                ProblemType.UNAVAILABLE,
                "the dataset cannot be kept here now: " + fault.getClass().getSimpleName());
    }
}
