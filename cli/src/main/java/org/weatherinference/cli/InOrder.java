package org.weatherinference.cli;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Does the same work for many things at once and hands the results on in order, never further ahead than a few things a
 * thread. Used by one thread; whoever made it closes it.
 */
final class InOrder<I, O> implements AutoCloseable {
    private static final int AHEAD_PER_THREAD = 8;
    private static final long PATIENCE_SECONDS = 5;

    private final Function<I, O> work;
    private final int ahead;
    private final ExecutorService workers;

    InOrder(int threads, Function<I, O> work) {
        this.work = work;
        ahead = threads * AHEAD_PER_THREAD;
        workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("classify-", 1).daemon().factory());
    }

    /**
     * Hands each result to the sink, on the calling thread, until the inputs end or the sink says no more.
     *
     * @param sink whether to go on
     * @param stopped asked before each step; ends it too
     */
    void run(Iterator<I> inputs, Predicate<O> sink, BooleanSupplier stopped) {
        Queue<Future<O>> pending = new ArrayDeque<>(ahead);
        boolean wanted = true;
        while (wanted && !stopped.getAsBoolean() && (inputs.hasNext() || !pending.isEmpty())) {
            if (inputs.hasNext() && pending.size() < ahead) {
                I input = inputs.next();
                pending.add(workers.submit(() -> work.apply(input)));
            } else {
                wanted = sink.test(result(pending.remove()));
            }
        }
    }

    private static <O> O result(Future<O> pending) {
        try {
            return pending.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        try {
            workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
