package org.weatherinference.server;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.weatherinference.model.Answer;
import org.weatherinference.photo.PhotoException;

/**
 * Asks versions that are tried out unseen about photos that were answered already, on a thread of its own, and only
 * while there is a thread that answers nobody: no answer waits for this. It rests longer than it works, so that answers
 * have nearly all of the processor to themselves. Safe to share. Whoever made it closes it.
 */
final class Shadows implements AutoCloseable {
    /** Of photos that are kept in memory for this. */
    private static final int MOST_WAITING = 2;
    /** For each second of work: a quarter of one core is the most that it takes. */
    private static final int SECONDS_OF_REST = 3;

    private final WorkLine line;
    private final ServerMetrics metrics;
    private final ThreadPoolExecutor asking = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("shadow").daemon().factory());

    Shadows(WorkLine line, ServerMetrics metrics) {
        this.line = line;
        this.metrics = metrics;
    }

    /** Has a shadow asked about a photo, or counts it as skipped. */
    void offer(ServedModel shadow, byte[] photo, Answer.Classified answer) {
        try {
            asking.execute(() -> ask(shadow, photo, answer));
        } catch (RejectedExecutionException _) {
            skip(shadow);
        }
    }

    private void ask(ServedModel shadow, byte[] photo, Answer.Classified answer) {
        if (!line.hasFreeThread()) {
            skip(shadow);
        } else if (shadow.retain()) {
            long begun = System.nanoTime();
            try {
                compare(shadow, photo, answer);
            } finally {
                shadow.release();
            }
            rest(System.nanoTime() - begun);
        }
    }

    private static void rest(long worked) {
        try {
            Thread.sleep(Duration.ofNanos(SECONDS_OF_REST * worked));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare(ServedModel shadow, byte[] photo, Answer.Classified answer) {
        try {
            Answer.Classified other = shadow.classifier().classify(answer.id(), photo, false);
            boolean agrees = other.verdict().equals(answer.verdict());
            shadow.figures().count(other, agrees);
            metrics.shadowed(answer, other, agrees);
        } catch (PhotoException | RuntimeException | OutOfMemoryError _) {
            // It was answered by the live version: what the shadow makes of it is nobody's trouble but its own.
            metrics.shadowFailed(answer, shadow.reference());
        }
    }

    private void skip(ServedModel shadow) {
        shadow.figures().skip();
        metrics.shadowSkipped(shadow.reference());
    }

    /** Waits for the photo that is looked at, and for no other. */
    @Override
    public void close() {
        asking.shutdownNow();
        try {
            asking.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
