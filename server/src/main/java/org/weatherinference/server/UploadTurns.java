package org.weatherinference.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has large bodies read one after the other, a few at a time: what is read long before it is worked on only takes
 * memory. A sender that is slow keeps nobody waiting, since it has its turn for a moment only and then is read beside
 * the others. Safe to share.
 */
final class UploadTurns {
    private static final int UNIT = 1024;
    /** What is smaller is read at once. */
    private static final int LARGE = 128 * UNIT;
    /** So that a form with many photos leaves others their turn. */
    private static final int MOST_OF_ONE = 8 * 1024 * UNIT;

    private final Semaphore free;
    private final Executor later;

    /**
     * @param bytes that may be read at once, or wait to be worked on
     * @param moment for a body to come in
     */
    UploadTurns(int bytes, Duration moment) {
        free = new Semaphore(Math.max(bytes, MOST_OF_ONE) / UNIT, true);
        later = CompletableFuture.delayedExecutor(moment.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
    }

    /** None yet. Whoever takes it closes it. */
    Turn turn() {
        return new Turn();
    }

    /** One request's. Used by one thread. */
    final class Turn implements AutoCloseable {
        private final AtomicInteger units = new AtomicInteger();
        private volatile boolean arrived;

        private Turn() {}

        /** Waits for it, so long at most; goes on without it then. */
        void await(long bytes, Duration most) {
            if (bytes < LARGE) {
                return;
            }
            int wanted = (int) Math.min(bytes, MOST_OF_ONE) / UNIT;
            try {
                if (free.tryAcquire(wanted, most.toNanos(), TimeUnit.NANOSECONDS)) {
                    units.set(wanted);
                    later.execute(this::passOn);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /** All has come; until this is closed, it waits for us. */
        void arrived() {
            arrived = true;
        }

        private void passOn() {
            if (!arrived) {
                close();
            }
        }

        @Override
        public void close() {
            free.release(units.getAndSet(0));
        }
    }
}
