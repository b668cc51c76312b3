package org.weatherinference.cli;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/** The photos that arguments name: files, folders with all below them, URLs, and {@code -} for standard input. */
final class PhotoInputs {
    private static final String STANDARD_INPUT = "-";

    private final List<String> arguments;
    private final InputStream in;
    private final UrlSource urls;

    PhotoInputs(List<String> arguments, InputStream in, UrlSource urls) {
        this.arguments = arguments.stream()
                .distinct()
                .sorted(Comparator.comparing(PhotoInputs::sortKey))
                .toList();
        this.in = in;
        this.urls = urls;
    }

    private static String sortKey(String argument) {
        return isFolder(argument) && !argument.endsWith("/") ? argument + "/" : argument;
    }

    /** In the order of their paths, found as they are asked for. */
    Iterator<PhotoInput> iterator() {
        return new Found(arguments.iterator());
    }

    /** How many the iterator will give; lists all folders to find out. */
    long count() {
        long count = 0;
        for (Iterator<PhotoInput> all = iterator(); all.hasNext(); all.next()) {
            count++;
        }
        return count;
    }

    /** Whether there is one photo and no more, as far as the arguments tell. */
    boolean single() {
        return arguments.size() == 1 && folders().isEmpty();
    }

    List<Path> folders() {
        return arguments.stream().filter(PhotoInputs::isFolder).map(Path::of).toList();
    }

    private Iterator<PhotoInput> inputs(String argument) {
        if (isFolder(argument)) {
            return new Folder(Path.of(argument));
        }
        return List.of(single(argument)).iterator();
    }

    private PhotoInput single(String argument) {
        if (argument.equals(STANDARD_INPUT)) {
            return new PhotoStream(in);
        }
        return isUrl(argument) ? new PhotoUrl(argument, urls) : PhotoFile.given(argument);
    }

    static boolean isUrl(String argument) {
        String start = argument.toLowerCase(Locale.ROOT);
        return start.startsWith("http://") || start.startsWith("https://");
    }

    private static boolean isFolder(String argument) {
        return !argument.equals(STANDARD_INPUT) && !isUrl(argument) && Files.isDirectory(Path.of(argument));
    }

    /** One argument's photos after the other's. A stream would list a folder to its end before it gave the first. */
    private final class Found implements Iterator<PhotoInput> {
        private final Iterator<String> remaining;
        private Iterator<PhotoInput> current = Collections.emptyIterator();

        Found(Iterator<String> remaining) {
            this.remaining = remaining;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && remaining.hasNext()) {
                current = inputs(remaining.next());
            }
            return current.hasNext();
        }

        @Override
        public PhotoInput next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }
}
