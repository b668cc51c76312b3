package org.weatherinference.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.GatherLog.Line;
import org.weatherinference.dataset.GatherLog.Outcome;
import org.weatherinference.dataset.GatherReport.Failure;
import org.weatherinference.fetch.FetchException;
import org.weatherinference.fetch.Fetcher;
import org.weatherinference.photo.PhotoException;

/**
 * Gets photos from URLs into a dataset's folder: many at once, few from one host, each as an upright JPEG without
 * metadata that is named after its content. {@code photos.csv} gets a row for each, and {@code gathered.csv} a line for
 * each URL, by which a later run knows what is there.
 */
public final class Gathering {
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(2);

    private static final String ANOTHER_LABEL = "under another label";

    private final Path folder;
    private final GatherSettings settings;
    private final Fetcher fetcher;
    private final GatherLog log;
    private final Map<String, HostPace> hosts = new ConcurrentHashMap<>();
    private final Map<String, String> pathOfName = new ConcurrentHashMap<>();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final Semaphore fetches;
    private final Semaphore decodings = new Semaphore(Runtime.getRuntime().availableProcessors());

    private Gathering(Path folder, GatherSettings settings, Fetcher fetcher, GatherLog log) {
        this.folder = folder;
        this.settings = settings;
        this.fetcher = fetcher;
        this.log = log;
        fetches = new Semaphore(settings.atOnce());
    }

    /**
     * Gathers a list. An interrupt ends it early; what is there by then is recorded, and the next run goes on.
     *
     * @param eachDone run once for each URL, on many threads
     * @throws DatasetException where the folder cannot be written to, or its table not be read
     */
    public static GatherReport run(
            Path folder, List<Wanted> wanted, GatherSettings settings, Fetcher fetcher, Runnable eachDone)
            throws DatasetException {
        try {
            Files.createDirectories(folder);
            PhotosTable.read(folder);
            try (GatherLog log = GatherLog.open(folder)) {
                return new Gathering(folder, settings, fetcher, log).gather(wanted, eachDone);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException(folder + ": " + e.getMessage(), e);
        }
    }

    private GatherReport gather(List<Wanted> list, Runnable eachDone) throws IOException, DatasetException {
        Map<String, Line> before = log.lines();
        before.values().forEach(line -> pathOfName.putIfAbsent(name(line.path()), line.path()));
        PhotosTable table = PhotosTable.read(folder);
        Map<String, Wanted> first = new HashMap<>();
        Tally tally = new Tally();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Wanted photo : list) {
                Line line = before.get(photo.url());
                Wanted earlier = first.putIfAbsent(photo.url(), photo);
                if (earlier != null) {
                    tally.repeated(photo, earlier.label());
                    eachDone.run();
                } else if (line != null && isSettled(line, table)) {
                    tally.settled(photo, line);
                    eachDone.run();
                } else {
                    running.add(workers.submit(() -> {
                        gather(photo, tally);
                        eachDone.run();
                    }));
                }
            }
            await(running, workers);
        } finally {
            record();
        }
        return tally.report();
    }

    /** Also where its photo was moved or rejected since. */
    private boolean isSettled(Line line, PhotosTable table) {
        return switch (line.outcome()) {
            case DELAYED -> false;
            case FAILED -> !settings.retryFailed();
            case KEPT -> Files.exists(folder.resolve(line.path())) || table.lists(rejected(line.path()));
        };
    }

    private static String rejected(String path) {
        return LabelRules.REJECTED + "/" + path;
    }

    private static void await(List<Future<?>> running, ExecutorService workers) {
        try {
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            workers.shutdownNow();
            throw e.getCause() instanceof UncheckedIOException known
                    ? known
                    : new IllegalStateException("a photo failed in an unforeseen way", e.getCause());
        }
    }

    private void gather(Wanted photo, Tally tally) {
        try {
            byte[] file = fetch(photo.url());
            keep(photo, encode(file), tally);
        } catch (FetchException e) {
            fail(photo, mayPass(e) ? Outcome.DELAYED : Outcome.FAILED, reason(e), e.getMessage(), tally);
        } catch (PhotoException e) {
            fail(photo, Outcome.FAILED, "no photo that is read", e.getMessage(), tally);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            // Neither done nor failed: the next run begins with it.
            Thread.currentThread().interrupt();
        }
    }

    private byte[] fetch(String url) throws FetchException, InterruptedException {
        HostPace pace = hosts.computeIfAbsent(host(url), _ -> new HostPace(settings.perHost(), settings.pause()));
        Duration rest = FIRST_REST;
        for (int attempt = 1; ; attempt++) {
            try {
                return fetch(url, pace);
            } catch (FetchException e) {
                Duration asked = rest(e, rest);
                if (attempt == settings.attempts() || !isWorthAnother(e) || asked.compareTo(LONGEST_REST) > 0) {
                    throw e;
                }
                pace.rest(asked);
                rest = rest.multipliedBy(4);
            }
        }
    }

    private byte[] fetch(String url, HostPace pace) throws FetchException, InterruptedException {
        pace.enter();
        try {
            fetches.acquire();
            try {
                return fetcher.fetch(url).bytes();
            } finally {
                fetches.release();
            }
        } finally {
            pace.leave();
        }
    }

    private static Duration rest(FetchException e, Duration own) {
        return e instanceof FetchException.NotOk answer ? answer.retryAfter().orElse(own) : own;
    }

    /** Within one run: the host said so itself, or was slow. */
    private static boolean isWorthAnother(FetchException e) {
        return switch (e) {
            case FetchException.NotOk answer ->
                answer.status() == 408 || answer.status() == 429 || answer.status() >= 500;
            case FetchException.TooSlow _ -> true;
            case FetchException.Malformed _, FetchException.Refused _, FetchException.TooLarge _ -> false;
            case FetchException.Unreachable _ -> false;
        };
    }

    /** In another run, on another day. */
    private static boolean mayPass(FetchException e) {
        return e instanceof FetchException.Unreachable || isWorthAnother(e);
    }

    private static String reason(FetchException e) {
        return switch (e) {
            case FetchException.NotOk answer -> "status " + answer.status();
            case FetchException.TooSlow _ -> "too slow";
            case FetchException.Malformed _ -> "no URL";
            case FetchException.Refused _ -> "refused";
            case FetchException.TooLarge _ -> "too large";
            case FetchException.Unreachable _ -> "unreachable";
        };
    }

    private static String host(String url) {
        try {
            return String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return ""; // A URL of which only the fetcher makes sense shares its pace with others of that kind.
        }
    }

    private byte[] encode(byte[] file) throws PhotoException, InterruptedException {
        decodings.acquire();
        try {
            return KeptPhoto.jpeg(file, settings.maxSide());
        } finally {
            decodings.release();
        }
    }

    private void keep(Wanted photo, byte[] jpeg, Tally tally) throws IOException {
        String name = Sha256.hex(jpeg).substring(0, 20) + ".jpg";
        String path = photo.label() + "/" + name;
        String first = pathOfName.putIfAbsent(name, path);
        if (first != null && !first.equals(path)) {
            fail(photo, Outcome.FAILED, ANOTHER_LABEL, "the same picture is there as " + first, tally);
            return;
        }
        Path target = folder.resolve(path);
        boolean fresh = handled.add(path) && !Files.exists(target);
        if (fresh) {
            Files.createDirectories(folder.resolve(photo.label()));
            AtomicFile.write(target, jpeg);
        }
        log.add(new Line(photo, Outcome.KEPT, path, now(), ""));
        tally.kept(fresh);
    }

    private void fail(Wanted photo, Outcome outcome, String reason, @Nullable String detail, Tally tally) {
        if (Thread.currentThread().isInterrupted()) {
            return; // What fails as everything ends has not failed.
        }
        log.add(new Line(photo, outcome, "", now(), reason + ": " + detail));
        tally.failed(new Failure(photo.url(), String.valueOf(detail), false), reason);
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Brings the table up to what the log knows, of this run and of earlier ones that were cut off. */
    private void record() throws DatasetException {
        PhotosTable table = PhotosTable.read(folder);
        for (Line line : log.lines().values()) {
            if (line.outcome() == Outcome.KEPT && Files.exists(folder.resolve(line.path()))) {
                record(table, line);
            }
        }
        table.save();
    }

    /** What is recorded already stays: of two URLs the first one counts. */
    private static void record(PhotosTable table, Line line) {
        String path = line.path();
        if (!table.lists(path)) {
            table.add(path, line.wanted().label());
        }
        if (table.value(path, "url").isEmpty()) {
            String source = line.wanted().source();
            String host = host(line.wanted().url());
            table.set(path, PhotosTable.SOURCE, source.isEmpty() ? host : source)
                    .set(path, PhotosTable.LICENCE, line.wanted().licence())
                    .set(path, "url", line.wanted().url())
                    .set(path, "gathered", line.when());
        }
    }

    /** Counts, by many threads. */
    private static final class Tally {
        private int kept;
        private int again;
        private int known;
        private final SortedMap<String, List<Failure>> failed = new TreeMap<>();

        synchronized void kept(boolean fresh) {
            kept += fresh ? 1 : 0;
            again += fresh ? 0 : 1;
        }

        void settled(Wanted photo, Line line) {
            if (line.outcome() != Outcome.KEPT) {
                String[] parts = line.reason().split(": ", 2);
                failed(new Failure(photo.url(), parts[parts.length - 1], true), parts[0]);
            } else if (!line.wanted().label().equals(photo.label())) {
                failed(new Failure(photo.url(), "it is there as " + line.path(), true), ANOTHER_LABEL);
            } else {
                known++;
            }
        }

        void repeated(Wanted photo, String label) {
            if (label.equals(photo.label())) {
                kept(false);
            } else {
                failed(new Failure(photo.url(), "the list has it as " + label + " too", false), ANOTHER_LABEL);
            }
        }

        synchronized void failed(Failure failure, String reason) {
            failed.computeIfAbsent(reason, _ -> new ArrayList<>()).add(failure);
        }

        GatherReport report() {
            return new GatherReport(kept, again, known, failed);
        }
    }
}
