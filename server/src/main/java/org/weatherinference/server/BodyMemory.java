package org.weatherinference.server;

import java.util.concurrent.Semaphore;
import org.weatherinference.model.ProblemType;

/** The memory that all requests' bodies may take together, so that many large uploads cannot exhaust it. */
final class BodyMemory {
    private static final int UNIT = 1024;
    private final Semaphore free;

    BodyMemory(int bytes) {
        free = new Semaphore(Math.max(1, bytes / UNIT));
    }

    /** Nothing, to begin with. Whoever takes it closes it. */
    Share share() {
        return new Share();
    }

    /** What one request has taken. Used by one thread at a time. */
    final class Share implements AutoCloseable {
        private int units;

        private Share() {}

        /** @throws ProblemException when so much is not free */
        void take(int bytes) throws ProblemException {
            int wanted = Math.ceilDiv(bytes, UNIT);
            if (!free.tryAcquire(wanted)) {
                throw ProblemException.later(
                        1, ProblemType.BUSY, "uploads take all the memory that they may: try again soon");
            }
            units += wanted;
        }

        @Override
        public void close() {
            free.release(units);
            units = 0;
        }
    }
}
