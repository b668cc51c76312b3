package org.weatherinference.spark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoLimits;
import org.weatherinference.photo.PhotoTooLargeException;
import org.weatherinference.spark.PhotoContent.Refused;
import org.weatherinference.spark.PhotoContent.Whole;

/**
 * The photos of one share of a zip or tar file, read as they come: several tasks go through the same archive, each
 * classifies its own. Folders and names that start with a dot are left out. Where the archive breaks off, the first
 * share says so in the archive's name.
 */
final class ArchivePhotos implements Iterator<PhotoContent> {
    private static final String UTF_8 = "UTF-8";
    private static final List<String> TAR_ENDINGS = List.of(".tar", ".tar.gz", ".tgz");

    private final PhotoSource.InArchive archive;
    private final ArchiveInputStream<?> entries;
    private final Predicate<String> wanted;
    private long seen;
    private @Nullable ArchiveEntry entry;
    private @Nullable Refused complaint;

    private ArchivePhotos(PhotoSource.InArchive archive, ArchiveInputStream<?> entries, Predicate<String> wanted) {
        this.archive = archive;
        this.entries = entries;
        this.wanted = wanted;
        advance();
    }

    /** Whether a file is one, as its name says. */
    static boolean isArchive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".zip") || TAR_ENDINGS.stream().anyMatch(lower::endsWith);
    }

    /**
     * Opens it; closed at its end, or that of the task.
     *
     * @param wanted asked by the photo's name before it is read
     */
    static Iterator<PhotoContent> open(PhotoSource.InArchive archive, Configuration hadoop, Predicate<String> wanted) {
        try {
            InputStream file = StoredFile.open(archive.uri(), hadoop);
            closeWithTask(file);
            return new ArchivePhotos(archive, entries(archive.uri(), new BufferedInputStream(file)), wanted);
        } catch (IOException | RuntimeException e) {
            Refused refused = new Refused(archive.name(), ReadProblem.of(e));
            boolean said = archive.first() == 0 && wanted.test(archive.name());
            return (said ? List.<PhotoContent>of(refused) : List.<PhotoContent>of()).iterator();
        }
    }

    private static void closeWithTask(InputStream file) {
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) _ -> closeQuietly(file));
        }
    }

    private static void closeQuietly(InputStream file) {
        try {
            file.close();
        } catch (IOException _) {
            // It was only read.
        }
    }

    private static ArchiveInputStream<?> entries(String uri, InputStream file) throws IOException {
        String lower = uri.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".zip")) {
            return new ZipArchiveInputStream(file, UTF_8, true, true);
        }
        return new TarArchiveInputStream(lower.endsWith("gz") ? new GZIPInputStream(file) : file, UTF_8);
    }

    private void advance() {
        try {
            do {
                entry = entries.getNextEntry();
            } while (entry != null && !isMine(entry));
            if (entry == null) {
                end();
            }
        } catch (IOException | RuntimeException e) {
            entry = null;
            complain("the archive breaks off after " + seen + " photos: "
                    + ReadProblem.of(e).detail());
        }
    }

    /** A file that is no archive comes here too: it looks like one without entries. */
    private void end() throws IOException {
        entries.close();
        if (seen == 0) {
            complain("no archive, or one without photos");
        }
    }

    private void complain(String detail) {
        if (archive.first() == 0 && wanted.test(archive.name())) {
            complaint = Refused.of(archive.name(), ProblemType.NOT_READABLE, detail);
        }
    }

    private boolean isMine(ArchiveEntry candidate) {
        return isPhoto(candidate) && seen++ % archive.shares() == archive.first() && wanted.test(name(candidate));
    }

    private static boolean isPhoto(ArchiveEntry candidate) {
        boolean file = candidate instanceof TarArchiveEntry tar ? tar.isFile() : !candidate.isDirectory();
        return file && Arrays.stream(candidate.getName().split("/")).noneMatch(part -> part.startsWith("."));
    }

    private String name(ArchiveEntry candidate) {
        return archive.name() + "!/" + candidate.getName();
    }

    @Override
    public boolean hasNext() {
        return entry != null || complaint != null;
    }

    @Override
    public PhotoContent next() {
        ArchiveEntry found = entry;
        if (found != null) {
            PhotoContent content = read(found);
            advance();
            return content;
        }
        Refused last = complaint;
        if (last == null) {
            throw new NoSuchElementException();
        }
        complaint = null;
        return last;
    }

    private PhotoContent read(ArchiveEntry found) {
        String name = name(found);
        try {
            PhotoLimits.DEFAULT.requireBytes(found.getSize());
            return new Whole(name, PhotoReader.readAtMost(entries));
        } catch (PhotoTooLargeException e) {
            return PhotoReader.tooLarge(name, e);
        } catch (IOException | RuntimeException e) {
            return new Refused(name, ReadProblem.of(e));
        }
    }
}
