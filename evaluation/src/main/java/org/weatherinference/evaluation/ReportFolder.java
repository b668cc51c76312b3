package org.weatherinference.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.weatherinference.model.Classifier;

/**
 * The folder that a report is written to: {@code index.html}, which holds all that it shows, and {@code report.json}.
 * Each of the two is there whole or not at all. An earlier report is replaced; a folder with anything else is refused.
 */
public final class ReportFolder {
    private static final String PAGE = "index.html";
    private static final String FIGURES = "report.json";
    private static final String UNFINISHED = ".unfinished";

    /** What both files say near their beginning, so that nobody's own are taken for an earlier report. */
    static final String MARK = "weather evaluate --report";

    private static final int BEGINNING = 512;

    private final Path folder;

    private ReportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder to write to, which is not made yet.
     *
     * @throws ReportException where something is there that is no earlier report
     */
    public static ReportFolder at(Path folder) throws ReportException {
        try {
            if (Files.isDirectory(folder)) {
                checkContent(folder);
            } else if (Files.exists(folder)) {
                throw new ReportException(folder + " is a file: name a folder for the report");
            }
            return new ReportFolder(folder);
        } catch (IOException e) {
            throw new ReportException(folder + " cannot be read: " + e, e);
        }
    }

    private static void checkContent(Path folder) throws IOException, ReportException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (!isOurs(file)) {
                    throw new ReportException("%s holds %s, which is of no earlier report, so nothing is written there:"
                                    .formatted(folder, file.getFileName())
                            + " name a folder that is new, empty or holds a report alone");
                }
            }
        }
    }

    private static boolean isOurs(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(UNFINISHED)) {
            return true;
        }
        return List.of(PAGE, FIGURES).contains(name)
                && Files.isRegularFile(file)
                && beginning(file).contains(MARK);
    }

    private static String beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(BEGINNING), UTF_8);
        }
    }

    /** The page. */
    public Path page() {
        return folder.resolve(PAGE);
    }

    /**
     * Draws the pictures and writes both files.
     *
     * @param classifier of the bundle that the report is about: tells what decided, where it can
     * @param threads that draw at once, at least 1
     * @param pictureDone run after each picture, on the thread that drew it
     * @throws ReportException where the folder cannot be written to
     * @throws java.util.concurrent.CancellationException when the calling thread is interrupted
     */
    public void write(Report report, Classifier classifier, int threads, Runnable pictureDone) throws ReportException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Pictures pictures = Pictures.draw(report, classifier, threads, pictureDone);
        try {
            Files.createDirectories(folder);
            Originals originals = Originals.of(folder, report.dataset());
            Path figures = unfinished(FIGURES, ReportJson.write(report, now));
            Path page = unfinished(PAGE, new ReportPage(report, pictures, originals, now).html());
            Files.move(figures, folder.resolve(FIGURES), StandardCopyOption.ATOMIC_MOVE);
            Files.move(page, page(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ReportException("the report cannot be written to " + folder + ": " + e, e);
        }
    }

    /** Written to the disk before it gets its name, so that a name never stands for half a file. */
    private Path unfinished(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("." + name + UNFINISHED), content);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return file;
    }
}
