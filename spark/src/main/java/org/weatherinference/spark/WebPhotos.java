package org.weatherinference.spark;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.weatherinference.fetch.FetchException;
import org.weatherinference.fetch.FetchRules;
import org.weatherinference.fetch.Fetcher;
import org.weatherinference.model.ProblemType;
import org.weatherinference.spark.PhotoContent.Refused;
import org.weatherinference.spark.PhotoContent.Whole;

/**
 * Photos behind web addresses, fetched by executors through the one guarded way, one a core at a time.
 *
 * @param allowedHosts those that are fetched from though they are not public
 */
record WebPhotos(List<String> allowedHosts) implements Serializable {
    /** Open until the process ends: the next task needs it, and nobody knows which is the last. */
    private static final ConcurrentMap<List<String>, Fetcher> OPEN = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException where an allowed host is none */
    WebPhotos {
        allowedHosts = List.copyOf(allowedHosts);
        rules(allowedHosts);
    }

    private static FetchRules rules(List<String> allowedHosts) {
        return FetchRules.DEFAULT.withAllowedHosts(allowedHosts);
    }

    /** The photo, or why there is none. */
    PhotoContent fetch(String url) {
        Fetcher fetcher = OPEN.computeIfAbsent(allowedHosts, allowed -> new Fetcher(rules(allowed)));
        try {
            return new Whole(url, fetcher.fetch(url).bytes());
        } catch (FetchException e) {
            return Refused.of(url, ProblemType.named(e.problem()), String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Refused.of(url, ProblemType.URL_TIMEOUT, "interrupted");
        }
    }
}
