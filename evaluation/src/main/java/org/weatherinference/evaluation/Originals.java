package org.weatherinference.evaluation;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;

/**
 * The way from a report to the photos' own files: relative where there is one, so that a report may move together with
 * its photos and tells nobody where they lie.
 */
final class Originals {
    private final Path report;
    private final Path photos;

    private Originals(Path report, Path photos) {
        this.report = report;
        this.photos = photos;
    }

    /** @throws IOException where one of the two folders cannot be found */
    static Originals of(Path reportFolder, Dataset dataset) throws IOException {
        return new Originals(reportFolder.toRealPath(), dataset.folder().toRealPath());
    }

    /** As a link has it. */
    String link(Entry entry) {
        Path file = photos.resolve(entry.path());
        boolean reachable = report.getRoot().equals(file.getRoot());
        return reachable ? relative(report.relativize(file)) : file.toUri().toString();
    }

    /** It begins with a dot, since the name of a first folder could look like the scheme of an address. */
    private static String relative(Path path) {
        String names = StreamSupport.stream(path.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/", "/", ""));
        try {
            return "." + new URI(null, null, names, null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path has no address: " + names, e);
        }
    }
}
