package org.weatherinference.server;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.weatherinference.model.ProblemType;

/** The memory that all requests' bodies may take together, so that many large uploads cannot exhaust it. */
final class BodyMemory {
    private static final int UNIT = 1024;
    /** Of large bodies that come in fast: enough for those that are worked on, and for the next of them. */
    private static final int AT_ONCE = 12 << 20;
    /** In which a fast one comes in. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final Semaphore free;
    private final UploadTurns turns = new UploadTurns(AT_ONCE, MOMENT);

    BodyMemory(int bytes) {
        free = new Semaphore(Math.max(1, bytes / UNIT));
    }

    /** Nothing, to begin with. Whoever takes it closes it. */
    Share share() {
        return new Share();
    }

    /** What one request has taken. Used by one thread at a time. */
    final class Share implements AutoCloseable {
        private final UploadTurns.Turn turn = turns.turn();
        private int units;

        private Share() {}

        /** To read a body. */
        UploadTurns.Turn turn() {
            return turn;
        }

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
            turn.close();
        }
    }
}
