package org.weatherinference.state;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends signed requests to a bucket's server, each in a bounded time. Thread-safe. */
final class BucketConnection {
    /** Less than a writer of SQLite waits for another, as a photo is put while the right to write is held. */
    static final Duration TIME = Duration.ofSeconds(8);

    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** Far more than a photo of ours, or a page of a list, has. */
    private static final long MOST_BYTES = 1L << 24;

    private final BucketAddress address;
    private final BucketSignature signature;
    private final InstantSource clock;
    private final Duration time;

    /** @param time for one request, with all that it takes */
    BucketConnection(BucketAddress address, BucketKey key, InstantSource clock, Duration time) {
        this.address = address;
        signature = new BucketSignature(key, address.region());
        this.clock = clock;
        this.time = time;
    }

    /** Made when the first photo comes. Redirects are not followed: what is signed is signed for one server. */
    private static final class Client {
        static final HttpClient HTTP = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIME.dividedBy(2))
                .build();
    }

    /** Asks; empty where there is no such object. */
    Optional<byte[]> send(String method, URI uri) throws IOException {
        return send(method, uri, Collections.emptySortedMap(), new byte[0]);
    }

    /**
     * Sends content; empty where there is no such object.
     *
     * @param headers to go with it, with names in small letters
     * @throws BucketException where the server refuses or cannot be reached
     */
    Optional<byte[]> send(String method, URI uri, SortedMap<String, String> headers, byte[] content)
            throws IOException {
        long end = System.nanoTime() + time.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return content(exchange(request(method, uri, headers, content), end));
            } catch (BucketException fault) {
                // Also a connection that the server closed while it was idle ends here.
                Duration pause = PAUSE.multipliedBy(attempt);
                if (!fault.isPassing() || attempt == ATTEMPTS || end - System.nanoTime() < pause.toNanos()) {
                    throw fault;
                }
                rest(pause);
            }
        }
    }

    private HttpRequest request(String method, URI uri, SortedMap<String, String> headers, byte[] content) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, content.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(content));
        signature
                .headers(method, uri, new TreeMap<>(headers), Secret.hash(content), clock.instant())
                .forEach(request::header);
        return request.build();
    }

    /** The client's own time limit ends with the headers, so that of the whole is watched here. */
    private HttpResponse<byte[]> exchange(HttpRequest request, long end) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                Client.HTTP.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw BucketException.lasting(address.name() + " has not answered in " + time.toMillis()
                    + " ms; see whether its server is well, and the network between");
        } catch (InterruptedException _) {
            answer.cancel(true);
            throw interrupted();
        } catch (ExecutionException fault) {
            throw BucketException.passing(
                    address.name() + " cannot be reached: " + fault.getCause()
                            + "; see whether its server runs there, and what is between",
                    fault.getCause());
        }
    }

    private Optional<byte[]> content(HttpResponse<byte[]> answer) throws BucketException {
        if (answer.statusCode() / 100 == 2) {
            return Optional.of(answer.body());
        }
        BucketRefusal refusal = BucketRefusal.of(answer.statusCode(), answer.body());
        if (refusal.isAbsence()) {
            return Optional.empty();
        }
        throw refusal.exception(address, answer.headers().firstValue("date"));
    }

    private void rest(Duration pause) throws InterruptedIOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while " + address.name() + " was waited for");
    }
}
