package org.weatherinference.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.weatherinference.model.ProblemType;

/**
 * A request's body as it comes in: never longer, and never for longer, than it may be. Nothing of it touches the disk.
 * Used by one thread.
 */
final class RequestBody {
    private static final int CHUNK = 64 * 1024;
    /** What is read of a body that nobody wants, so that its sender gets to see why. */
    private static final int UNWANTED = 1024 * 1024;
    /** What a long body may bring in the time of a short one. */
    private static final long LONG_PIECE = 16 * 1024 * 1024;

    /** For that, and for any silence meanwhile. */
    static final Duration UNWANTED_TIME = Duration.ofSeconds(2);

    private final InputStream in;
    private final long declared;
    private final BodyMemory.Share memory;
    private final Duration time;
    private long begun;
    private boolean atEnd;
    private long read;
    private boolean isLong;

    /** @param declared how long it says that it is; -1 where it does not say */
    RequestBody(InputStream in, long declared, BodyMemory.Share memory, Duration time) {
        this.in = in;
        this.declared = declared;
        this.memory = memory;
        this.time = time;
    }

    /** Takes a body piece by piece. */
    interface Sink {
        /** The buffer is only valid during the call. */
        void take(ByteBuffer piece) throws ProblemException;
    }

    /**
     * All of it.
     *
     * @throws ProblemException when it is longer than the limit, too slow, cut off, or there is no memory for it
     */
    byte[] readAll(int limit, ProblemType tooLong, String what) throws ProblemException {
        if (declared > limit) {
            throw beyond(limit, tooLong, what, declared);
        }
        GrowingBytes bytes = new GrowingBytes(memory, most(limit));
        readInto(piece -> {
            if (bytes.size() + piece.remaining() > limit) {
                throw beyond(limit, tooLong, what, -1);
            }
            bytes.add(piece);
        });
        return bytes.toArray();
    }

    /** What a part of it may have, which itself has a limit. */
    int most(int limit) {
        return declared < 0 ? limit : (int) Math.min(declared, limit);
    }

    /**
     * All of it, piece by piece.
     *
     * @throws ProblemException as the sink does, or when the body is longer than the limit, too slow or cut off
     */
    void readPieces(int limit, Sink sink) throws ProblemException {
        if (declared > limit) {
            throw beyond(limit, ProblemType.REQUEST_TOO_LARGE, "the request", declared);
        }
        readInto(piece -> {
            if (read > limit) {
                throw beyond(limit, ProblemType.REQUEST_TOO_LARGE, "the request", -1);
            }
            sink.take(piece);
        });
    }

    /**
     * As {@link #readPieces}, of a body that may have the time of a short one for each 16 MB that it brings.
     *
     * @throws ProblemException as {@link #readPieces}
     */
    void readLong(int limit, Sink sink) throws ProblemException {
        isLong = true;
        readPieces(limit, sink);
    }

    /** For a body as long as what has come. */
    private long allowedNanos() {
        return isLong ? time.toNanos() * (1 + read / LONG_PIECE) : time.toNanos();
    }

    private void readInto(Sink sink) throws ProblemException {
        memory.turn().await(declared, time);
        begun = System.nanoTime();
        byte[] chunk = new byte[declared < 0 ? CHUNK : Math.clamp(declared, 1, CHUNK)];
        for (int count = next(chunk); count >= 0; count = next(chunk)) {
            sink.take(ByteBuffer.wrap(chunk, 0, count));
        }
        memory.turn().arrived();
    }

    private int next(byte[] chunk) throws ProblemException {
        try {
            int count = in.read(chunk);
            atEnd = count < 0;
            read += Math.max(count, 0);
            if (!atEnd && System.nanoTime() - begun > allowedNanos()) {
                throw tooSlow();
            }
            return count;
        } catch (EOFException cut) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "the request's body ends too early");
        } catch (IOException fault) {
            throw isTimeout(fault) ? tooSlow() : broken(fault);
        }
    }

    private static boolean isTimeout(Throwable fault) {
        return fault instanceof TimeoutException || (fault.getCause() != null && isTimeout(fault.getCause()));
    }

    private ProblemException tooSlow() {
        return new ProblemException(
                ProblemType.TOO_SLOW,
                "of the request's body " + read + " bytes came in time; it may take " + allowedNanos() / 1_000_000_000
                        + " s in all, without long silence");
    }

    private static ProblemException broken(IOException fault) {
        return new ProblemException(
                ProblemType.BAD_REQUEST, "the request's body cannot be read: " + fault.getMessage());
    }

    private static ProblemException beyond(int limit, ProblemType type, String what, long found) {
        String length = found < 0 ? "more" : String.format(Locale.ROOT, "%,d bytes", found);
        return ProblemException.beyond(
                limit,
                type,
                String.format(
                        Locale.ROOT, "%s has %s, the limit is %,d bytes: send a smaller one", what, length, limit));
    }

    /** Reads on, within bounds; tells whether that came to the body's end. If not, the connection is of no more use. */
    boolean discardRest() {
        long end = System.nanoTime() + UNWANTED_TIME.toNanos();
        byte[] chunk = new byte[CHUNK];
        try {
            for (int left = UNWANTED; !atEnd && left > 0 && System.nanoTime() < end; ) {
                int count = in.read(chunk);
                atEnd = count < 0;
                left -= Math.max(count, 0);
            }
        } catch (IOException _) {
            return false;
        }
        return atEnd;
    }

    /** Bytes that have come. */
    long read() {
        return read;
    }
}
