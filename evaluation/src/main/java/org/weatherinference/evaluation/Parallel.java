package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work on photos, several at once. */
final class Parallel {
    private Parallel() {}

    /**
     * Their results, in their order.
     *
     * @throws CancellationException when the calling thread is interrupted; the thread stays marked as such
     */
    static <T> List<T> run(List<Callable<T>> tasks, int threads) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            return results(pool.invokeAll(tasks));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while measuring");
        }
    }

    private static <T> List<T> results(List<Future<T>> futures) throws InterruptedException {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a photo could not be classified", e.getCause());
        }
        return results;
    }
}
