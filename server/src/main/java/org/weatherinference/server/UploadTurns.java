package org.weatherinference.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has large bodies read one after the other, a few at a time: what is read long before it is worked on only takes
 * memory. A sender that is slow keeps nobody waiting, since it has its turn for a moment or two only and then is read
 * beside the others. Safe to share.
 */
final class UploadTurns {
    private static final int UNIT = 1024;
    /** What is smaller is read at once. */
    private static final int LARGE = 128 * UNIT;
    /** So that a form with many photos leaves others their turn. */
    private static final int MOST_OF_ONE = 8 * 1024 * UNIT;

    private final Semaphore free;
    private final long moment;
    private final Executor later;
    private final Set<Turn> coming = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean willLook = new AtomicBoolean();

    /**
     * @param bytes that may be read at once, or wait to be worked on
     * @param moment for a body to come in
     */
    UploadTurns(int bytes, Duration moment) {
        free = new Semaphore(Math.max(bytes, MOST_OF_ONE) / UNIT, true);
        this.moment = moment.toNanos();
        later = CompletableFuture.delayedExecutor(moment.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
    }

    /** None yet. Whoever takes it closes it. */
    Turn turn() {
        return new Turn();
    }

    private boolean take(int units, Duration most) throws InterruptedException {
        // In its turn, as a call without a time is not.
        if (free.tryAcquire(units, 0, TimeUnit.NANOSECONDS)) {
            return true;
        }
        waiting.incrementAndGet();
        try {
            lookLater();
            return free.tryAcquire(units, most.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Only for those who wait: a timer for each body would wake one thread more for every photo. */
    private void lookLater() {
        if (willLook.compareAndSet(false, true)) {
            later.execute(this::look);
        }
    }

    private void look() {
        willLook.set(false);
        long now = System.nanoTime();
        coming.forEach(turn -> turn.passOnIfSlow(now));
        if (waiting.get() > 0) {
            lookLater();
        }
    }

    /** One request's. Used by one thread. */
    final class Turn implements AutoCloseable {
        private final AtomicInteger units = new AtomicInteger();
        private volatile long begun;

        private Turn() {}

        /** Waits for it, so long at most; goes on without it then. */
        void await(long bytes, Duration most) {
            if (bytes < LARGE) {
                return;
            }
            int wanted = (int) Math.min(bytes, MOST_OF_ONE) / UNIT;
            try {
                if (take(wanted, most)) {
                    units.set(wanted);
                    begun = System.nanoTime();
                    coming.add(this);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /** All has come; until this is closed, it waits for us. */
        void arrived() {
            coming.remove(this);
        }

        private void passOnIfSlow(long now) {
            if (now - begun >= moment) {
                close();
            }
        }

        @Override
        public void close() {
            coming.remove(this);
            free.release(units.getAndSet(0));
        }
    }
}
