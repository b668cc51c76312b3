package org.weatherinference.server;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.weatherinference.fetch.FetchException;
import org.weatherinference.fetch.Fetched;
import org.weatherinference.fetch.Fetcher;
import org.weatherinference.model.ProblemType;

/** Photos behind web addresses, through the one guarded way to fetch them. Whoever made it closes it. */
final class UrlPhotos implements AutoCloseable {
    /** Each may hold a photo of the largest size in memory. */
    private static final int MOST_AT_ONCE = 16;

    private final Optional<Fetcher> fetcher;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** @param fetcher which this closes; empty where web addresses are not fetched */
    UrlPhotos(Optional<Fetcher> fetcher) {
        this.fetcher = fetcher;
    }

    /** @throws ProblemException why there are no bytes */
    Fetched fetch(String url) throws ProblemException {
        Fetcher door = fetcher.orElseThrow(() -> new ProblemException(
                ProblemType.URL_REFUSED, "this server fetches no web addresses: send the photo itself"));
        if (!places.tryAcquire()) {
            throw ProblemException.later(
                    1, ProblemType.BUSY, "too many web addresses are being fetched: try again soon");
        }
        try {
            return door.fetch(url);
        } catch (FetchException failure) {
            throw new ProblemException(ProblemType.named(failure.problem()), String.valueOf(failure.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.SHUTTING_DOWN, "the server is shutting down");
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        fetcher.ifPresent(Fetcher::close);
    }
}
