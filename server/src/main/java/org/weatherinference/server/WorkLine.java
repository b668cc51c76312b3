package org.weatherinference.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoException;

/**
 * The threads that decode and classify, one a core, and the bounded line of requests that wait for one. Where several
 * threads have nothing to do, the one that had last takes the next photo: what it needs is still in the processor's
 * caches. A request that finds the line full is turned away at once: it would wait longer than its client. Safe to
 * share.
 */
final class WorkLine implements AutoCloseable {
    private static final int MILLIS_BETWEEN_LOOKS = 250;

    private final int threads;
    private final int room;
    private final Duration deadline;
    private final Semaphore places;
    private final ForkJoinPool workers;
    private final Set<Place> open = ConcurrentHashMap.newKeySet();
    /** Looks for those that wait too long: a timer for each of them would wake one thread more for every photo. */
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("deadlines").daemon().factory());

    private final LongAdder done = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    WorkLine(int threads, int line, Duration deadline) {
        this.threads = threads;
        this.deadline = deadline;
        room = threads + line;
        places = new Semaphore(room);
        // So many and no more, also where one of them waits; tasks are taken in the order in which they came.
        workers = new ForkJoinPool(
                threads, WorkLine::thread, null, true, threads, threads, 0, _ -> true, 1, TimeUnit.DAYS);
        var _ = clock.scheduleWithFixedDelay(
                this::giveUpLate, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("classify-" + thread.getPoolIndex());
        return thread;
    }

    private void giveUpLate() {
        long now = System.nanoTime();
        open.forEach(place -> place.giveUpIfLate(now));
    }

    /**
     * A place in the line, or at work. Whoever took it closes it.
     *
     * @throws ProblemException when all are taken
     */
    Place enter() throws ProblemException {
        if (!places.tryAcquire()) {
            throw ProblemException.later(
                    secondsToEmpty(),
                    ProblemType.BUSY,
                    (room - threads) + " requests are waiting already, which is as many as may: try again later");
        }
        Place place = new Place(System.nanoTime() + deadline.toNanos());
        open.add(place);
        return place;
    }

    private long secondsToEmpty() {
        long photos = Math.max(1, done.sum());
        double secondsEach = nanos.sum() / 1e9 / photos;
        return (long) Math.ceil(room * secondsEach / threads);
    }

    /** Requests that wait for a thread, or for a part of their photos. */
    int waiting() {
        return Math.max(0, taken() - threads);
    }

    /** Requests that wait or are worked on. */
    int taken() {
        return room - places.availablePermits();
    }

    /** Whether a thread is left that works for nobody. */
    boolean hasFreeThread() {
        return taken() < threads;
    }

    /** At work at once. */
    int threads() {
        return threads;
    }

    /** One request's. */
    final class Place implements AutoCloseable {
        private final long end;
        private volatile @Nullable Future<?> awaited;

        private Place(long end) {
            this.end = end;
        }

        /** Has the work done on a worker thread when it is its turn. */
        <T> Future<T> submit(Callable<T> work) {
            FutureTask<T> task = new FutureTask<>(() -> {
                long start = System.nanoTime();
                try {
                    return work.call();
                } finally {
                    nanos.add(System.nanoTime() - start);
                    done.increment();
                }
            });
            workers.execute(task);
            return task;
        }

        /**
         * The result, as soon as it is there.
         *
         * @throws ProblemException when that takes longer than the request may; the work is not begun any more
         */
        <T> T await(Future<T> result) throws ProblemException {
            awaited = result;
            if (workers.isShutdown()) {
                giveUp();
            }
            try {
                return result.get();
            } catch (CancellationException _) {
                if (workers.isShutdown()) {
                    throw shuttingDown();
                }
                throw ProblemException.later(
                        secondsToEmpty(),
                        ProblemType.BUSY,
                        "the answer was not ready within " + deadline.toSeconds() + " s: try again later");
            } catch (ExecutionException fault) {
                throw unwrapped(fault);
            } catch (InterruptedException _) {
                giveUp();
                Thread.currentThread().interrupt();
                throw shuttingDown();
            }
        }

        private static ProblemException shuttingDown() {
            return new ProblemException(ProblemType.SHUTTING_DOWN, "the server is shutting down");
        }

        private void giveUpIfLate(long now) {
            if (now - end > 0) {
                giveUp();
            }
        }

        /** What is begun goes on for nobody; what is not never will be. */
        private void giveUp() {
            Future<?> result = awaited;
            if (result != null) {
                result.cancel(false);
            }
        }

        private static ProblemException unwrapped(ExecutionException fault) {
            return switch (fault.getCause()) {
                case ProblemException problem -> problem;
                case PhotoException refusal -> Failures.ofPhoto(refusal);
                // It is one large array that found no place; there is one once its neighbours are answered.
                case OutOfMemoryError _ ->
                    ProblemException.later(
                            1,
                            ProblemType.BUSY,
                            "there is not enough memory for this photo beside others: try again, or send a smaller one");
                case null, default -> throw new IllegalStateException(fault.getCause());
            };
        }

        @Override
        public void close() {
            open.remove(this);
            places.release();
        }
    }

    /** Waits for no one: what is not begun never will be. */
    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
        // Else those who wait would do so for ever.
        open.forEach(Place::giveUp);
        try {
            workers.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
