package org.weatherinference.server;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of which it is not known how many will come; memory is taken as they do, not as they were promised. */
final class GrowingBytes {
    private static final int FIRST = 64 * 1024;
    /** Doubled, they would leave as much garbage as there are; more lets a sender hold what it never sends. */
    private static final long GROWTH = 4;

    private final BodyMemory.Share memory;
    private final int most;
    private byte[] bytes = new byte[0];
    private int size;

    /** @param most a guess of how many will come, or the most that may */
    GrowingBytes(BodyMemory.Share memory, int most) {
        this.memory = memory;
        this.most = most;
    }

    int size() {
        return size;
    }

    /** @throws ProblemException when there is no memory for them */
    void add(ByteBuffer more) throws ProblemException {
        int count = more.remaining();
        int needed = size + count;
        if (needed > bytes.length) {
            grow(needed);
        }
        more.get(bytes, size, count);
        size = needed;
    }

    private void grow(int needed) throws ProblemException {
        long grown = Math.min(Math.max(GROWTH * bytes.length, FIRST), most);
        int length = (int) Math.max(needed, grown);
        memory.take(length - bytes.length);
        bytes = Arrays.copyOf(bytes, length);
    }

    /** All of them; nothing may be added afterwards. */
    byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
