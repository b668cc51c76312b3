package org.weatherinference.server;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.weatherinference.model.ProblemType;

/** The memory that all requests' bodies may take together, so that many large uploads cannot exhaust it. */
final class BodyMemory {
    private static final int UNIT = 1024;
    /** Of large bodies that come in fast, for each that is worked on: enough for it, and for a part of the next. */
    private static final int AT_ONCE = 6 << 20;
    /** In which a fast one comes in. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final Semaphore free;
    private final UploadTurns turns;

    /**
     * @param bytes that they may take
     * @param threads that work on them
     */
    BodyMemory(int bytes, int threads) {
        free = new Semaphore(Math.max(1, bytes / UNIT));
        turns = new UploadTurns(Math.clamp((long) AT_ONCE * threads, 1, Integer.MAX_VALUE), MOMENT);
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
