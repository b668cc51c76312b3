package org.weatherinference.dataset;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/** How fast one host is asked: so many at once, and so long between two starts. Safe for use by many threads. */
final class HostPace {
    private final Semaphore places;
    private final Duration pause;
    private long next = System.nanoTime();

    HostPace(int places, Duration pause) {
        this.places = new Semaphore(places, true);
        this.pause = pause;
    }

    /** Waits until the host may be asked; {@link #leave} must follow. */
    void enter() throws InterruptedException {
        places.acquire();
        try {
            for (long wait = reserve(); wait > 0; wait = reserve()) {
                Thread.sleep(Duration.ofNanos(wait));
            }
        } catch (InterruptedException e) {
            places.release();
            throw e;
        }
    }

    /** Nanoseconds to wait before asking for a start again; 0 where this is one. */
    private synchronized long reserve() {
        long now = System.nanoTime();
        if (next - now > 0) {
            return next - now;
        }
        next = now + pause.toNanos();
        return 0;
    }

    void leave() {
        places.release();
    }

    /** The host asked for a rest: nobody starts before. */
    synchronized void rest(Duration rest) {
        long until = System.nanoTime() + rest.toNanos();
        next = until - next > 0 ? until : next;
    }
}
