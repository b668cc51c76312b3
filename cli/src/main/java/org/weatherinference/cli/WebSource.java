package org.weatherinference.cli;

import org.jspecify.annotations.Nullable;
import org.weatherinference.fetch.FetchException;
import org.weatherinference.fetch.FetchRules;
import org.weatherinference.fetch.Fetcher;
import org.weatherinference.model.ProblemType;

/** The web, through the guarded door, which is opened only when a URL is asked for. Whoever made it closes it. */
final class WebSource implements UrlSource, AutoCloseable {
    private final FetchRules rules;
    private @Nullable Fetcher fetcher;

    WebSource(FetchRules rules) {
        this.rules = rules;
    }

    @Override
    public byte[] get(String url) throws InputException {
        try {
            return fetcher().fetch(url).bytes();
        } catch (FetchException e) {
            throw new InputException(ProblemType.named(e.problem()), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException(ProblemType.URL_TIMEOUT, "interrupted");
        }
    }

    private synchronized Fetcher fetcher() {
        if (fetcher == null) {
            fetcher = new Fetcher(rules);
        }
        return fetcher;
    }

    @Override
    public synchronized void close() {
        if (fetcher != null) {
            fetcher.close();
        }
    }
}
